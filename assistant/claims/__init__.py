"""Whether a free sentence says only what its citations say: every hard fact, bound to what it belongs to.

A sentence that a chat model wrote is no quote: it is checked fact by fact against the spans that it cites.
"""

from assistant.claims.checking import check
from assistant.claims.verdicts import Failure, FailureKind, Verdict

__all__ = ["Failure", "FailureKind", "Verdict", "check"]
