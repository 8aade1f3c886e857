"""Nothing is embedded twice, and what was embedded survives a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import PublishingError
from index.vector_cache import embed
from tests.fakes import CharacterEmbedder


def test_embeds_each_string_once(tmp_path: Path) -> None:
    """Equal strings, in one call or a later one, reach the embedder once; every row gets its own string's vector."""
    embedder = CharacterEmbedder()
    first = embed(["商标", "专利", "商标"], embedder, tmp_path / "cache" / "vectors.sqlite")
    second = embed(["地理标志", "商标"], embedder, tmp_path / "cache" / "vectors.sqlite")
    assert embedder.embedded == ["商标", "专利", "地理标志"]
    assert np.array_equal(first, CharacterEmbedder().embed(["商标", "专利", "商标"]))
    assert np.array_equal(second, CharacterEmbedder().embed(["地理标志", "商标"]))


def test_models_do_not_mix(tmp_path: Path) -> None:
    """Another model embeds the same string again."""
    other = CharacterEmbedder("other")
    embed(["商标"], CharacterEmbedder(), tmp_path / "vectors.sqlite")
    embed(["商标"], other, tmp_path / "vectors.sqlite")
    assert other.embedded == ["商标"]


def test_no_texts(tmp_path: Path) -> None:
    """An empty catalog has no vectors, of the right shape."""
    assert embed([], CharacterEmbedder(), tmp_path / "vectors.sqlite").shape == (0, 64)


def test_damaged_cache_names_itself(tmp_path: Path) -> None:
    """A file that is no database is an error that says which file to delete."""
    (tmp_path / "vectors.sqlite").write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(PublishingError, match=r"vectors.sqlite is damaged .* delete it"):
        embed(["商标"], CharacterEmbedder(), tmp_path / "vectors.sqlite")


def test_survives_a_kill(tmp_path: Path) -> None:
    """A process killed in its second batch leaves the first one in the cache, and the file usable."""
    child = subprocess.run([sys.executable, "-m", __name__, str(tmp_path / "vectors.sqlite")], check=False)
    assert child.returncode
    embedder = CharacterEmbedder()
    embed([str(number) for number in range(2_100)], embedder, tmp_path / "vectors.sqlite")
    assert embedder.embedded == [str(number) for number in range(2_000, 2_100)]


class _KilledInSecondBatch(CharacterEmbedder):
    def embed(self, texts: list[str]) -> np.ndarray:
        if self.embedded:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return super().embed(texts)


if __name__ == "__main__":
    embed([str(number) for number in range(2_100)], _KilledInSecondBatch(), Path(sys.argv[1]))
