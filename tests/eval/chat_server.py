"""A real OpenAI-compatible server on loopback that replies as a test's script says."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KEY, MODEL = "key-of-the-test", "judge-8b"


@dataclass
class ChatServer:
    """What it was asked in `prompts`; `script` gives the reply to one, or a status with the error's words."""

    script: Callable[[str], str | tuple[int, str]]
    url: str = ""
    prompts: list[str] = field(default_factory=list)


@contextmanager
def chat_server(script: Callable[[str], str | tuple[int, str]]) -> Iterator[ChatServer]:
    """Serve until the end of the block. Another key is answered 401, another path or model 404."""
    serving = ChatServer(script)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(serving)) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        serving.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield serving
        server.shutdown()
        thread.join()


def _handler(serving: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, words = self._reply(asked)
            message = {"role": "assistant", "content": words}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            made = {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL, "usage": usage}
            self._send(status, made | {"choices": [choice]} if status == 200 else {"error": {"message": words}})

        def _reply(self, asked: dict) -> tuple[int, str]:
            if self.headers["Authorization"] != f"Bearer {KEY}":
                return 401, f"unknown key: {self.headers['Authorization']}"
            if self.path != "/v1/chat/completions" or asked["model"] != MODEL:
                return 404, "not here"
            serving.prompts.append(asked["messages"][0]["content"])
            said = serving.script(serving.prompts[-1])
            return said if isinstance(said, tuple) else (200, said)

        def _send(self, status: int, body: dict) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("x-should-retry", "false")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Handler
