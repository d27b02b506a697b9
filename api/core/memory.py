"""What the garbage collector need not look at again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def settle() -> None:
    """What was made at start stays for good: the collector need not walk it again (a tenth of a small request).

    A walk over everything takes a third of a second, and a run of rules over a school with its thousands of facts would
    have one every few schools.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)


@contextmanager
def held() -> Iterator[None]:
    """While thousands of rows are held that are all needed to the end, the collector finds nothing: it does not walk.

    Where several threads hold rows, the first that is done lets it walk again.
    """
    walks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if walks:
            gc.enable()
