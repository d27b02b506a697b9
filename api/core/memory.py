"""What the garbage collector need not look at again."""

import gc


def settle() -> None:
    """What was made at start stays for good: the collector need not walk it again (a tenth of a small request).

    A walk over everything takes a third of a second, and a run of rules over a school with its thousands of facts would
    have one every few schools.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)
