"""How often somebody may look for a receipt that is not there: five times an hour, then ever longer waits.

80 bits cannot be guessed; the limit keeps a script from using the house's time. Who has mistyped waits a minute.
"""

from datetime import timedelta

FREE = 5
WINDOW = timedelta(hours=1)
_FIRST, _LONGEST = 60, 3600


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong receipts within the window; 0 is none."""
    if wrong < FREE:
        return 0
    return min(_FIRST << min(wrong - FREE, 10), _LONGEST)
