"""A real browser and a real server for the page's tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from eval.bench.model_server import KEY, MODEL, Reply, model_server
from tests.assistant.office import open_office
from tests.e2e.archive import open_archive

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one (its path may stand in CHROMIUM). Closed after these tests: it holds an event loop."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.skip("needs Chromium: sh tests/e2e/install-browser.sh, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True)
        yield browser
        browser.close()


@dataclass
class Server:
    """`python -m assistant serve` as its own process."""

    data: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Starts it and waits until it is ready."""
        command = [sys.executable, "-m", "assistant", "serve", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | self.settings)
        deadline = time.monotonic() + 60
        while not self._ready():
            assert time.monotonic() < deadline, "the server did not get ready"
            assert self.process.poll() is None, "the server ended before it was ready"
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it as Ctrl-C would."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def _ready(self) -> bool:
        try:
            with urlopen(f"{self.url}readyz", timeout=5) as response:
                return bool(response.status == 200)
        except URLError:
            return False


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two made-up documents."""
    return open_office(tmp_path_factory.mktemp("e2e"))


@pytest.fixture(scope="package")
def server(browser: Browser, data: Path) -> Iterator[Server]:
    """One server for all tests that leave it running."""
    server = Server(data, free_port())
    server.start()
    yield server
    server.stop()


@dataclass
class Archive:
    """A server of a small office whose answers a scripted model writes; `says` is what it says from now on."""

    server: Server
    says: Reply


@pytest.fixture(scope="package")
def archive(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Files with their originals, two editions of a law, two plans and a digest."""
    place = tmp_path_factory.mktemp("archive")
    held: list[Archive] = []
    with ThreadPoolExecutor(1) as aside:  # Playwright holds this thread's event loop
        serving = model_server(lambda _body, _number: held[0].says)
        model = aside.submit(serving.__enter__).result()
        settings = {
            "ASSISTANT_CHAT_MODEL": f"openai:{MODEL}",
            "ASSISTANT_CHAT_BASE_URL": model.url,
            "ASSISTANT_CHAT_API_KEY": KEY,
        }
        server = Server(open_archive(place / "data", place / "files"), free_port(), settings)
        held.append(Archive(server, Reply(("",))))
        server.start()
        yield held[0]
        server.stop()
        aside.submit(serving.__exit__, None, None, None).result()


@dataclass
class Visit:
    """A page with what went wrong on it and where it went."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> "Visit":
        """Listens to a page from before its first request."""
        visit = cls(page)
        page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.on("request", lambda request: visit.requests.append(request.url))
        return visit

    def ask(self, question: str) -> None:
        """Types a question, sends it with Enter and waits for the whole answer."""
        self.page.fill("#question", question)
        self.page.press("#question", "Enter")
        self.page.wait_for_selector(".turn:last-child[aria-busy=false]")


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """The page on a wide screen, freshly opened."""
    yield from opened(browser, server)


def opened(browser: Browser, server: Server, width: int = 1280, scheme: str = "light") -> Iterator[Visit]:
    """A server's page until the test ends, which leaves nothing behind."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit.of(page)
    page.goto(server.url)
    page.wait_for_selector("#loaded:not([hidden])")
    yield visit
    page.close()
    urlopen(Request(f"{server.url}api/conversations", method="DELETE")).close()


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
