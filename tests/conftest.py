"""What all tests share: the real corpus where it is there, and no way to the network."""

import socket
from pathlib import Path

import pytest

pytest_plugins = ["tests.library"]
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the real plans and regulations; tests that need it are skipped where it is absent."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("needs ../shared/corpus (the real texts are not part of the project)")
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine fails the test: nothing may reach the network at run time."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if self.family != getattr(socket, "AF_UNIX", None) and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
