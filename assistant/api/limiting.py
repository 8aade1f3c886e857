"""So many questions a minute and no more: counted in moving windows, in this process."""

from collections.abc import Iterable
from time import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.errors import TooManyError


class Limiter:
    """Counts by name; a name that has used up its minute waits."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def count(self, used: Iterable[tuple[str, int]]) -> None:
        """Counts one question on each name, each with its number a minute.

        Raises:
            TooManyError: one of them has had its number; says in how many seconds there is room.
        """
        for name, number in used:
            item = RateLimitItemPerMinute(number)
            if not self._windows.hit(item, name):
                wait = self._windows.get_window_stats(item, name).reset_time - time()
                raise TooManyError(max(1, round(wait)))
