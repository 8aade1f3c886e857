"""The commands that let people and portals in, and the server that wants to know who may come."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.accounts.database import default_url, open_database
from assistant.accounts.people import People
from assistant.errors import SettingsError
from assistant.settings import load_settings


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """`python -m assistant …` in its own process."""
    command = [sys.executable, "-m", "assistant", *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_a_person_is_let_in_and_out(tmp_path: Path) -> None:
    """The token alone goes to stdout, and is the person's; the list shows no token; removed is removed."""
    token = run("user", "add", "张三", "--role", "admin", data=tmp_path).stdout.strip()
    listed = run("user", "list", data=tmp_path).stdout
    renewed = run("user", "renew", "张三", data=tmp_path).stdout.strip()
    people = People(open_database(default_url(tmp_path)))
    assert listed.startswith("张三\tadmin\t")
    assert token not in listed
    found = people.by_token(renewed)
    assert (people.by_token(token), found and found.role) == (None, "admin")
    run("user", "remove", "张三", data=tmp_path)
    assert people.by_token(renewed) is None


def test_a_mistake_is_one_line(tmp_path: Path) -> None:
    """A name that is not there, an origin that is none."""
    gone = run("user", "remove", "李四", data=tmp_path)
    wrong = run("site", "add", "--origin", "portal.example", data=tmp_path)
    assert (gone.returncode, gone.stderr.count("\n"), "no person named '李四'" in gone.stderr) == (1, 1, True)
    assert (wrong.returncode, "'portal.example' is not an origin" in wrong.stderr) == (1, True)


def test_a_portal_is_registered_and_closed(tmp_path: Path) -> None:
    """The key alone goes to stdout; the list shows it until it is revoked."""
    key = run("site", "add", "--origin", "https://portal.example", "--name", "门户", data=tmp_path).stdout.strip()
    assert run("site", "list", data=tmp_path).stdout == f"{key}\t门户\thttps://portal.example\n"
    run("site", "revoke", key, data=tmp_path)
    assert run("site", "list", data=tmp_path).stdout == ""


def test_a_public_address_without_sign_in_is_refused(tmp_path: Path) -> None:
    """The server does not start, and the line says what to set."""
    done = run("serve", "--host", "0.0.0.0", data=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: 0.0.0.0 can be reached from other machines")
    assert "ASSISTANT_SIGN_IN=tokens" in done.stderr


@pytest.mark.parametrize("way", ["tokens", "visitors"])
def test_a_public_address_with_a_way_in_is_served(way: str) -> None:
    """Whichever way the office has chosen."""
    load_settings(host="0.0.0.0", sign_in=way).check_open_to()


def test_the_office_s_sign_in_needs_its_address() -> None:
    """The line names what is missing."""
    with pytest.raises(SettingsError, match=r"needs ASSISTANT_OIDC_ISSUER and ASSISTANT_OIDC_CLIENT_ID"):
        load_settings(host="0.0.0.0", sign_in="oidc").check_open_to()
