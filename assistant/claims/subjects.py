"""What a sentence is about beside what its clauses are about: 版权 for 专利, 后款 for 前款."""

from collections.abc import Iterator, Sequence

from assistant.claims.statements import Statement
from assistant.claims.verdicts import Failure
from assistant.claims.words import claim_words


def subject_failures(said: Statement, there: Sequence[Statement], told: str) -> Iterator[Failure]:
    """The kinds of rights and the neighbouring clauses that neither the cited text nor the catalog (`told`) names."""
    texts = [*(one.text for one in there), told]
    for names in claim_words().rights:
        own = next((name for name in names if name in said.text), None)
        if own and not any(name in text for name in names for text in texts):
            yield Failure("subject", own)
    for match in claim_words().beside.finditer(said.text):
        if not any(match[0] in text for text in texts):
            yield Failure("article", match[0])
