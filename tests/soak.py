"""How long the soak tests may take: each has a share of QINGLIAN_SOAK_MINUTES, and does as much as fits."""

import os
import time
from collections.abc import Iterator

_SECONDS = float(os.environ.get("QINGLIAN_SOAK_MINUTES", "50")) * 60


def rounds(share: float, most: int) -> Iterator[int]:
    """Count rounds until `share` of the whole time has passed, `most` of them."""
    end = time.monotonic() + _SECONDS * share
    for number in range(most):
        if time.monotonic() >= end:
            return
        yield number
