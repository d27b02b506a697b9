"""How long the soak tests may take: each has a share of QINGLIAN_SOAK_MINUTES, and does as much as fits, but once."""

import os
import time
from collections.abc import Iterator

MINUTES = float(os.environ.get("QINGLIAN_SOAK_MINUTES", "50"))
_END = time.monotonic() + 60 * MINUTES


def rounds(share: float, most: int) -> Iterator[int]:
    """Count rounds until `share` of the whole time has passed, `most` of them; one is done however late it is."""
    end = min(time.monotonic() + 60 * MINUTES * share, _END)
    for number in range(most):
        if number and time.monotonic() >= end:
            return
        yield number
