"""Settings of the assistant: defaults that are safe, and faults that are named."""

import pytest

from assistant.errors import SettingsError
from assistant.settings import load_settings


def test_an_asker_on_this_machine_is_an_officer() -> None:
    """The default host is reachable from this machine only."""
    assert load_settings().default_role == "officer"


def test_an_asker_from_elsewhere_is_a_visitor() -> None:
    """On any other address, who says nothing sees public documents only."""
    assert load_settings(host="0.0.0.0", sign_in="visitors").default_role == "visitor"


def test_questions_are_not_logged_unless_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of questions enters the log by an explicit setting only."""
    assert not load_settings().log_questions
    monkeypatch.setenv("ASSISTANT_LOG_QUESTIONS", "true")
    assert load_settings().log_questions


def test_a_misspelt_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the misspelt variable and the known ones."""
    monkeypatch.setenv("ASSISTANT_PROT", "80")
    with pytest.raises(SettingsError, match=r"ASSISTANT_PROT; known are .*ASSISTANT_PORT"):
        load_settings()


def test_a_bad_value_is_named() -> None:
    """The error names the setting and the value."""
    with pytest.raises(SettingsError, match=r"ASSISTANT_PORT: .*99999"):
        load_settings(port=99999)


def test_what_is_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option of the command line overrides the environment; None leaves it alone."""
    monkeypatch.setenv("ASSISTANT_PORT", "8001")
    assert (load_settings(port=9000).port, load_settings(port=None).port) == (9000, 8001)
