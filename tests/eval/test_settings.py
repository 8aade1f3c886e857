"""Settings of the bench come from EVAL_* names; what is misspelt is refused."""

import pytest

from eval.errors import MeasureError
from eval.settings import EvalSettings, load_settings


def test_without_settings_there_is_no_judge() -> None:
    """Asking for one says which setting is missing."""
    with pytest.raises(MeasureError, match="EVAL_JUDGE_MODEL: not set"):
        _ = load_settings().judge


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of `eval answers` is no stranger beside them; the key does not show itself."""
    for name, value in {"JUDGE_MODEL": "openai:m", "JUDGE_API_KEY": "secret", "TOKEN": "t"}.items():
        monkeypatch.setenv(f"EVAL_{name}", value)
    assert load_settings().judge == "openai:m"
    assert "secret" not in repr(load_settings())


def test_a_misspelt_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that exist are told."""
    monkeypatch.setenv("EVAL_JUGDE_MODEL", "openai:m")
    with pytest.raises(MeasureError, match=r"EVAL_JUGDE_MODEL; known are EVAL_JUDGE_API_KEY, .*EVAL_TOKEN"):
        load_settings()


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value that cannot be used is told with its name."""
    monkeypatch.setenv("EVAL_JUDGE_BASE_URL", "localhost:8001")
    with pytest.raises(MeasureError, match=r"EVAL_JUDGE_BASE_URL: .*localhost:8001"):
        load_settings()


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8001/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]:8001/v1", True),
        ("http://10.1.2.3/v1", True),
        ("https://8.8.8.8/v1", False),
        ("https://localhost.example.com/v1", False),
        ("http://127.0.0.1@example.com/v1", False),
        (None, False),
    ],
)
def test_a_judge_is_near_on_this_machine_or_in_a_private_network(url: str | None, *, near: bool) -> None:
    """A name that only looks local is not."""
    assert EvalSettings(judge_base_url=url).judge_is_near is near
