"""A lock that is had in the order in which it was asked for.

Of a plain lock, whoever lets go and asks again at once mostly gets it again: a long import, chunk after chunk, would
keep others from SQLite's one place to write for several chunks on end.
"""

import threading
from collections import deque
from types import TracebackType


class Turns:
    """Held by one thread at a time, for the length of a `with`; whoever waits longest is next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Hand over to the next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
