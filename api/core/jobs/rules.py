"""The life of a job, when it is tried again, and when a schedule comes round. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cronsim import CronSim


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobVerb(StrEnum):
    """What can happen to a job.

    `claim`: a worker takes it, also from a worker whose lease has run out. `finish`: with its last chunk. `refuse`: it
    cannot be done, or was tried too often. `retry`: an attempt failed. `lose`: its worker went without a word.
    `release`: its worker is being stopped. `cancel`: at once while it waits; a running one stops before its next chunk.
    """

    CLAIM = "claim"
    FINISH = "finish"
    REFUSE = "refuse"
    RETRY = "retry"
    LOSE = "lose"
    RELEASE = "release"
    CANCEL = "cancel"


_S, _V = JobState, JobVerb
TRANSITIONS: dict[tuple[JobState, JobVerb], JobState] = {
    (_S.QUEUED, _V.CLAIM): _S.RUNNING,
    (_S.QUEUED, _V.CANCEL): _S.CANCELLED,
    (_S.QUEUED, _V.REFUSE): _S.FAILED,
    (_S.RUNNING, _V.CLAIM): _S.RUNNING,
    (_S.RUNNING, _V.FINISH): _S.SUCCEEDED,
    (_S.RUNNING, _V.REFUSE): _S.FAILED,
    (_S.RUNNING, _V.RETRY): _S.QUEUED,
    (_S.RUNNING, _V.LOSE): _S.QUEUED,
    (_S.RUNNING, _V.RELEASE): _S.QUEUED,
    (_S.RUNNING, _V.CANCEL): _S.CANCELLED,
}
ENDED = frozenset({_S.SUCCEEDED, _S.FAILED, _S.CANCELLED})

_LONGEST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE_AFTER_LOSS = timedelta(minutes=30)
_MOST_LOSSES = 20


def after(state: JobState, verb: JobVerb) -> JobState | None:
    """The state that `verb` leads to, or None where it is not allowed."""
    return TRANSITIONS.get((state, verb))


def backoff(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure in a row: 2, 4, 8 … seconds, at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), _LONGEST_PAUSE)


def after_loss(losses: int) -> timedelta | None:
    """How long a job waits whose worker went without a word for the `losses`-th time since the job last got on.

    Killed, out of memory, machine gone: that is seldom the job's fault, so the first time it goes on at once. But it may
    be what kills its workers: it comes back after 4, 8, 16 … seconds, at most half an hour, and others are done meanwhile.
    None: give it up. It was the end of twenty workers, the later ones in good health (`most_losses`).
    """
    return None if losses >= _MOST_LOSSES else _pause(losses)


def most_losses(age: timedelta) -> int:
    """How often a job may have lost its worker that is taken by a worker of this age.

    A worker must have lived as long as the job has waited. Where workers die of something else they die young, and no
    job is blamed for it, however long that goes on; each loss of a job that is blamed has cost a worker that was well.
    """
    lived = max(age, timedelta(0))  # a clock may be set back
    return max(losses for losses in range(_MOST_LOSSES) if _pause(losses) <= lived)


def _pause(losses: int) -> timedelta:
    return min(timedelta(seconds=2**losses), _LONGEST_PAUSE_AFTER_LOSS) if losses > 1 else timedelta(0)


def next_time(cron: str, moment: datetime, zone: ZoneInfo) -> datetime:
    """The first time of `cron` (five fields, in `zone`) after `moment`. Errors: `CronSimError` for a bad expression."""
    following: datetime = next(CronSim(cron, moment.astimezone(zone)))
    return following
