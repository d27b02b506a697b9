"""How much an import may be, and how long it is kept. Pure; what a file itself may be is `reading`'s."""

from datetime import timedelta

MEBIBYTE = 2**20
PART = 16 * MEBIBYTE
FILE = 200 * MEBIBYTE
MOST_PARTS = 1_000
RATIO = 100  # of a compressed part: beyond, it is a bomb
ALL_AT_ONCE_ON_SQLITE = 20_000  # rows in one transaction: two seconds in which nobody else writes
AT_WORK = 4  # one applying and three queued; who wants more waits
MOST_ERRORS = 100_000
FIRST_ERRORS = 20
MOST_ROWS_SHOWN = 100  # rows of a file beside their errors
FIRST_ROWS = 5
MOST_GROUPS = 500  # kept apart by their value; rarer ones beyond share a group without one
LONGEST_WAIT = 60  # seconds that `Prefer: wait` may ask for

UPLOAD_KEPT = timedelta(days=7)  # of one that was never started
ROWS_KEPT = timedelta(days=7)
ROLLBACK_WITHIN = timedelta(days=7)
FILE_KEPT = timedelta(days=30)
REPORT_KEPT = timedelta(days=180)  # errors and results; counts stay for ever

# Seconds of this process's own work. A chunk holds SQLite's one writer place: others must not notice, their writes stay
# below 200 ms. Whatever its size it costs some 10 ms, so that small ones waste what they save.
SQLITE_CHUNK = 0.07
POSTGRESQL_CHUNK = 0.4
FIRST_CHUNK = 200
LEAST_CHUNK = 100
PREPARED = 20_000  # rows of a block that are looked at before their chunks
MOST_FLAT = 200_000  # of a type that is one table
MOST_CHUNK = 10_000  # a bulk event of the ledger names no more

_GROWTH = 4


def next_size(asked: int, rows: int, seconds: float, wanted: float, most: int = MOST_CHUNK) -> int:
    """Rows of the next chunk when `rows` of the `asked` took `seconds`: towards `wanted`, at most four times or half as many.

    A block ends where it ends: that its last chunk is small says nothing about the next.
    """
    aim = rows * wanted / max(seconds, 0.001)
    return int(min(max(aim, asked / 2, LEAST_CHUNK), asked * _GROWTH, most))


def eta(done: int, total: int | None, seconds: float) -> int | None:
    """Seconds to go at the pace so far; None while nothing can be said."""
    if not total or done <= 0 or seconds <= 0:
        return None
    return max(0, round(seconds * (total - done) / done))
