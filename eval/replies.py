"""What a chat model has replied, kept by the hash of all that the reply depends on: a file each."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path

from eval.errors import MeasureError


class Replies:
    """Replies in a folder, which is made when the first is kept. Safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def key(*parts: str) -> str:
        """The name of the reply that these parts decide."""
        return sha256(json.dumps(parts).encode()).hexdigest()

    def get(self, key: str) -> str | None:
        """A reply; None where it is not kept, or its file is damaged."""
        try:
            reply = json.loads(self._path(key).read_text(encoding="utf-8"))["reply"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return reply if isinstance(reply, str) else None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply, whole or not at all. An empty one is a server's fault: it is not kept, so it is asked again.

        Raises:
            MeasureError: the disk refuses.
        """
        if not reply.strip():
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as aside:
                json.dump({"reply": reply}, aside, ensure_ascii=False)
            Path(aside.name).replace(path)
        except OSError as error:
            raise MeasureError(
                f"{path}: cannot be written ({error.strerror}); name another folder for replies, or make room"
            ) from error

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
