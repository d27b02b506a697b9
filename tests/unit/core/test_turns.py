"""Turns: a lock for each in the order of asking."""

import threading
import time
from collections.abc import Callable

import pytest

from api.core.turns import Turns


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


class TestTurns:
    def test_only_one_has_it_at_a_time(self) -> None:
        turns, total = Turns(), 0

        def count() -> None:
            nonlocal total
            for _ in range(200):
                with turns:
                    seen = total
                    time.sleep(0)
                    total = seen + 1

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert total == 800

    def test_who_asks_again_at_once_comes_after_those_who_wait(self) -> None:
        turns, order = Turns(), list[str]()

        def once(name: str) -> None:
            with turns:
                order.append(name)

        waiting = [threading.Thread(target=once, args=(name,)) for name in ("first", "second")]
        with turns:
            for number, thread in enumerate(waiting, start=1):
                thread.start()
                until(lambda number=number: len(turns._waiting) == number)  # type: ignore[misc]
        with turns:
            order.append("again")
        assert order == ["first", "second", "again"]

    def test_what_fails_inside_lets_go(self) -> None:
        turns = Turns()
        with pytest.raises(ValueError, match="inside"), turns:
            raise ValueError("inside")
        with turns:
            pass
