"""Secrets that stand for someone: made here, shown once, kept as a hash only.

They are random, so a plain SHA-256 hides them as well as a slow hash would: there is nothing to guess.
"""

import secrets
from hashlib import sha256
from typing import Final

_BYTES: Final = 32


def new_token(prefix: str) -> str:
    """A secret of 256 bits; the prefix says what it is for, so that a scanner of leaked secrets can tell."""
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"


def hash_of(token: str) -> str:
    """What is kept of a secret, in hexadecimal digits."""
    return sha256(token.encode()).hexdigest()
