"""Internal clauses go to this machine and private addresses only, unless a setting names the host."""

import pytest

from assistant.chat.hosts import hosts_in, may_see_internal


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1",
        "http://localhost:11434/v1",
        "http://[::1]:8000/v1",
        "http://10.1.2.3/v1",
        "https://172.16.0.9/v1",
        "http://192.168.1.5:8000/v1",
    ],
)
def test_near_addresses_may(url: str) -> None:
    """Loopback and private."""
    assert may_see_internal(url, frozenset())


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://api.example.com/v1",
        "http://8.8.8.8/v1",
        "http://0.0.0.0/v1",
        "http://127.0.0.1.example.com/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1@example.com/v1",
        "http://172.32.0.1/v1",
    ],
)
def test_all_others_may_not(url: str | None) -> None:
    """A provider's own address, public addresses, and names that only look near."""
    assert not may_see_internal(url, frozenset())


def test_a_listed_name_may() -> None:
    """By its exact name, in whatever case."""
    allowed = hosts_in("gpu.office.example， LLM.example ")
    assert may_see_internal("https://llm.Example/v1", allowed)
    assert not may_see_internal("https://other.llm.example/v1", allowed)
