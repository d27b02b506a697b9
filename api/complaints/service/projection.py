"""What a reporter is told, put together inside and kept beside the link to the case; `crossing` carries it out.

`publish` is called after whatever changes a case. A change that tells the reporter nothing new puts out nothing: the
portal does not even show that something moved.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintReporter
from api.complaints.queries import public
from api.complaints.queries import vault as queries
from api.complaints.rules.public_words import TELLS_OUTCOME, Word, word_of
from api.core import clock
from api.core.context import Context

# How long a receipt still answers after its case was archived, or was sent up.
ANSWERS_FOR = timedelta(days=183)


def publish(ctx: Context, case: ComplaintCase) -> None:
    """Let every receipt of this case, and of those merged into it, show how it stands now."""
    ctx.session.flush()
    merged = public.merged_cases(ctx.session, case.id)
    answer = _Answer()
    if word_of(case.state) in TELLS_OUTCOME:
        answer = _Answer(public.outcome_of(ctx.session, case.id), may_object=public.may_object(case))
    expected = public.expected_days(ctx.session, [case.id]).get(case.id)
    for reporter in queries.reporters_of(ctx, [case.id, *merged]):
        _show(ctx, reporter, _standing(case, reporter, answer, expected))
    ctx.session.flush()


def publish_new(ctx: Context, received: Sequence[tuple[ComplaintCase, ComplaintReporter]]) -> None:
    """The same for cases that have just been received, whose reporters are not written yet: two statements for all."""
    expected = public.expected_days(ctx.session, [case.id for case, _ in received])
    for case, reporter in received:
        _show(ctx, reporter, _standing(case, reporter, _Answer(), expected.get(case.id)))
    ctx.session.add_all([reporter for _, reporter in received])
    ctx.session.flush()


class _Answer(NamedTuple):
    """What was found, once it may be told, and whether the reporter may object to it."""

    outcome: str | None = None
    may_object: bool = False


def _standing(
    case: ComplaintCase, reporter: ComplaintReporter, answer: _Answer, expected_on: date | None
) -> dict[str, Any]:
    word = word_of(case.state)
    own = reporter.case_id == case.id
    if not own and word in (Word.RECEIVED, Word.ASKED):  # the question went to another reporter
        word = Word.JOINED
    standing = {
        "state": word.value,
        "received_on": reporter.shown["received_on"],
        "expected_on": _text(expected_on),
        "outcome": answer.outcome,
        "named": case.named if own else bool(reporter.shown.get("named")),
        "withdrawn_on": _text(case.withdrawn_on) if own else reporter.shown.get("withdrawn_on"),
        "may_object": answer.may_object,
        "may_rate": word in (Word.ANSWERED, Word.FILED),
        "identity_opened_on": _text(reporter.identity_opened_on),
        "takes_media": reporter.takes_media,
        "child": bool(reporter.shown.get("child")),
    }
    return {name: value for name, value in standing.items() if value not in (None, False)}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _show(ctx: Context, reporter: ComplaintReporter, standing: dict[str, Any]) -> None:
    """Keep what is to be shown, if it is anything new; the day of the last change is the only time that is told."""
    today = clock.legal_day(ctx.now)
    before = {name: value for name, value in reporter.shown.items() if name != "changed_on"}
    expires = today + ANSWERS_FOR if standing["state"] in (Word.FILED, Word.SUPERIOR) else None
    expires = reporter.expires_on if expires and reporter.expires_on else expires
    if before == standing and expires == reporter.expires_on:
        return
    reporter.shown = standing | {"changed_on": today.isoformat()}
    reporter.expires_on = expires
    reporter.revision += 1
