"""A bundle at work: its members have their turns, one after another.

Nothing waits meanwhile. A member that comes to rest lets the next one begin in the same transaction, so that a kill finds
either the one or the other, and a job that gave up is settled with the bundle that it was for.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core import notices
from api.core.context import Context
from api.exchange.imports import queries, rules
from api.exchange.imports.bundles.errors import MEMBER_FAILED
from api.exchange.imports.errors import HAS_ERRORS
from api.exchange.imports.models import Import
from api.exchange.imports.rules import RUNNING, STEPS, Atomic, ImportState, ImportVerb
from api.exchange.imports.rules.bundles import UNDONE, Member, next_turn
from api.exchange.imports.rules.limits import ROWS_KEPT
from api.exchange.imports.schemas.resource import Counts
from api.exchange.imports.service.asking import ask
from api.exchange.imports.service.descriptors import reset
from api.exchange.imports.service.standing import FAILED, FINISHED, said_of, subject
from api.ledger.service import record

_S, _V = ImportState, ImportVerb
_ENDS = {
    _V.PASS: "checked",
    _V.FAIL: "failed",
    _V.UNDO: "rolled_back",
    _V.UNDO_PARTLY: "partly_rolled_back",
}


def begin(ctx: Context, bundle: Import) -> None:
    """The first member's turn, where a bundle that was opened enters another state."""
    if not queries.is_opened(ctx, bundle):
        return
    state = ImportState(bundle.state)
    for member in queries.members_of(ctx, bundle.id):
        _prepare(ctx, member, state)
    go_on(ctx, bundle)


def _prepare(ctx: Context, member: Import, task: ImportState) -> None:
    """Members are checked anew; of those that were being written, the one that failed goes on."""
    if task is _S.VALIDATING:
        reset(ctx, member)
        member.state = _S.UPLOADED.value
    elif task is _S.APPLYING and member.state == _S.FAILED:
        member.state = _S.VALIDATED.value


def member_rested(ctx: Context, bundle_id: UUID) -> None:
    """A member has come to rest: the next one's turn, or the end. A bundle that was stopped meanwhile stays as it is."""
    bundle = queries.lock_bundle(ctx, bundle_id)
    if bundle.state in RUNNING:
        go_on(ctx, bundle)


def go_on(ctx: Context, bundle: Import) -> None:
    """Let the next member begin; past the last, come to rest or to the next task."""
    members = queries.members_of(ctx, bundle.id)
    task = ImportState(bundle.state)
    bundle.counts = _counted(members)
    bundle.rows_total = sum(member.rows_total or 0 for member in members)
    failed = next((member for member in members if member.state == _S.FAILED), None)
    if failed is not None and task is not _S.ROLLING_BACK:
        _fail(ctx, bundle, failed)
        return
    place = next_turn(task, _seen(ctx, bundle, members), None if bundle.cursor is None else int(bundle.cursor))
    if place is None:
        _past_the_last(ctx, bundle, members, task)
        return
    member = members[place]
    ask(ctx, member, task)
    bundle.cursor, bundle.phase, bundle.job_id = str(place), member.phase, member.job_id
    ctx.session.flush()


def _counted(members: Sequence[Import]) -> dict[str, int]:
    return {name: sum(member.counts[name] for member in members) for name in Counts.model_fields}


def _seen(ctx: Context, bundle: Import, members: Sequence[Import]) -> list[Member]:
    wrote = queries.members_that_wrote(ctx, bundle.id)
    return [
        Member(
            ImportState(member.state),
            member.id in wrote,
            member.id in wrote and member.state not in UNDONE and queries.can_undo(member.type),
        )
        for member in members
    ]


def _past_the_last(ctx: Context, bundle: Import, members: Sequence[Import], task: ImportState) -> None:
    faulty = any(member.groups for member in members)
    if task is _S.VALIDATING and bundle.validate_only:
        end(ctx, bundle, _V.PASS, validated_at=ctx.now, expires_at=ctx.now + ROWS_KEPT)
    elif task is _S.VALIDATING and bundle.atomic == Atomic.ALL and faulty:
        end(ctx, bundle, _V.FAIL, failure_code=HAS_ERRORS.code)
    elif task is _S.VALIDATING:
        bundle.state, bundle.validated_at, bundle.cursor = _S.APPLYING.value, ctx.now, None
        go_on(ctx, bundle)
    elif task is _S.APPLYING:
        rejected = bundle.counts["rejected"] > 0
        end(ctx, bundle, _V.COMPLETE_WITH_ERRORS if rejected else _V.COMPLETE, applied_at=ctx.now)
    else:
        left = any(member.wrote for member in _seen(ctx, bundle, members) if member.state not in UNDONE)
        end(ctx, bundle, _V.UNDO_PARTLY if left else _V.UNDO)


def _fail(ctx: Context, bundle: Import, member: Import) -> None:
    fault = {"place": member.filename, "code": member.failure_code, "params": member.failure_params or {}}
    end(ctx, bundle, _V.FAIL, failure_code=MEMBER_FAILED.code, failure_params={"faults": [fault]})


def end(ctx: Context, bundle: Import, verb: ImportVerb, **values: Any) -> None:
    """Come to rest: written down in the ledger, told to who asked."""
    before = said_of(bundle)
    bundle.state = rules.step(ImportState(bundle.state), verb).after.value
    bundle.phase, bundle.cursor, bundle.ended_at = None, None, ctx.now
    for name, value in values.items():
        setattr(bundle, name, value)
    ctx.session.flush()
    record(ctx, f"import.{_ENDS.get(verb, 'completed')}", subject(bundle), before, said_of(bundle))
    notices.notify(ctx, [ctx.signed_in.id], FAILED if verb is _V.FAIL else FINISHED, subject(bundle))


def cancel_members(ctx: Context, bundle: Import) -> None:
    """Members that wait or run are stopped with their bundle."""
    for member in queries.members_of(ctx, bundle.id) if queries.is_opened(ctx, bundle) else ():
        step = STEPS.get((ImportState(member.state), _V.CANCEL))
        if step is not None:
            member.state, member.ended_at, member.expires_at = step.after.value, ctx.now, None
    ctx.session.flush()
