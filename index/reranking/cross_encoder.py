"""Any CrossEncoder of sentence-transformers as a re-ranker, by name or folder (extra `models`)."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.bridges import Expanded
from index.chunking import search_text
from index.lexical import LexicalIndex
from index.reranking.clauses import Clauses
from index.reranking.features import Candidates
from index.reranking.kinds import RerankingError
from index.reranking.rankings import Parts, Ranking


class CrossEncoderReranker:
    """Reads question and clause together; tens of milliseconds a question and more.

    Nothing is downloaded where `HF_HUB_OFFLINE=1` is set; the model must then be in the cache or a folder.

    Raises:
        RerankingError: when the package or the model is missing.
    """

    depth = 50

    def __init__(self, model: str) -> None:
        self._model = _cross_encoder(model)
        self._lock = threading.Lock()
        self.name = f"cross-encoder:{model}"

    def rank(self, asked: Expanded, found: Candidates, clauses: Clauses, lexical: LexicalIndex) -> Ranking:  # noqa: ARG002
        """The model's own score of each candidate, by a logistic function where it is not between 0 and 1."""
        owners = clauses.owners[found.rows].tolist()
        rows = [clauses.chunks[row] for row in found.rows.tolist()]
        texts = [search_text(row, clauses.metadata[owner]) for row, owner in zip(rows, owners, strict=True)]
        pairs = [(asked.text, text) for text in texts]
        with self._lock:  # fast tokenizers refuse a second thread
            raw = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float64).reshape(len(pairs))
        bounded = not len(raw) or (raw.min() >= 0 and raw.max() <= 1)
        scores = np.asarray(raw if bounded else 1 / (1 + np.exp(-raw)), np.float32)

        def parts(places: Sequence[int]) -> list[Parts]:
            return [{"cross-encoder": float(scores[place])} for place in places]

        return Ranking(scores, parts)


def _cross_encoder(model: str) -> Any:
    try:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  torch takes seconds: only when asked for
    except ImportError as error:
        raise RerankingError(
            f"the re-ranker {model!r} needs sentence-transformers: pip install 'ip-enforcement-assistant[models]'"
        ) from error
    try:
        return CrossEncoder(model, device="cpu")
    except (OSError, ValueError) as error:
        reason = (str(error).strip().splitlines() or [repr(error)])[0]
        raise RerankingError(
            f"the re-ranker {model!r} is neither `trees`, `none`, a model folder nor in the local cache ({reason}); "
            "correct INDEX_RERANKER, or download the model first"
        ) from error
