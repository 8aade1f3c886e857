"""Who leaves the page ends the call to the model: nobody pays for words that nobody reads."""

import time
from pathlib import Path

import httpx

from eval.bench.model_server import Pause, Reply, model_server
from index.settings import IndexSettings
from tests.assistant.chat.serving import running
from tests.assistant.chat.writing import settings_for
from tests.assistant.office import open_office


def test_leaving_the_page_closes_the_model_stream(tmp_path: Path) -> None:
    """Over real HTTP on both sides, while the server waits for the model."""
    data = open_office(tmp_path / "office")
    with model_server(lambda _body, _number: Reply(("违反本条例的，责令停止侵权。[1]", Pause(60)))) as served:
        given = {"chat_first_seconds": 60, "chat_between_seconds": 60, "chat_seconds": 90}
        with running(settings_for(served.url, index=IndexSettings(data=data), **given)) as url:
            body = {"question": "违反示例商标条例罚款多少？"}
            with httpx.stream("POST", f"{url}/api/chat", json=body, timeout=30) as response:
                lines = response.iter_lines()
                assert any("answering" in line for line in lines)
                wait_for(lambda: served.open == 1)
            wait_for(lambda: served.closed_early == 1)
            assert served.open == 0


def wait_for(condition: object) -> None:
    """Until something has happened in another thread."""
    end = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)
