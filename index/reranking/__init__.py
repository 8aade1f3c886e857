"""Re-ranking: the order of what search found, decided by a small model over features that can be said in words.

`trees` (shipped) is read with numpy alone; `none` leaves the order of the search; any other name is that of a
sentence-transformers CrossEncoder (extra `models`).
"""

from index.reranking.clauses import Clauses
from index.reranking.cross_encoder import CrossEncoderReranker
from index.reranking.features import Candidates
from index.reranking.kinds import RerankingError
from index.reranking.rankings import Ranking, Reranker, Unchanged
from index.reranking.trees import Trees

__all__ = ["Candidates", "Clauses", "Ranking", "Reranker", "RerankingError", "Trees", "Unchanged", "load_reranker"]


def load_reranker(setting: str) -> Reranker:
    """The re-ranker that a setting names.

    Raises:
        RerankingError: when it cannot be loaded.
    """
    if setting == "none":
        return Unchanged()
    return Trees() if setting == "trees" else CrossEncoderReranker(setting)
