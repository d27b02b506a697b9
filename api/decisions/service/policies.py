"""Policies and catalogues: drafted, issued, ended; adopted, changed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.decisions import errors, queries
from api.decisions.data import shipped_matters
from api.decisions.models import DecisionMatter, DecisionPolicy
from api.decisions.queries.matters import MATTER_FACTS
from api.decisions.rules.states import PolicyState, PolicyVerb, policy_step
from api.decisions.schemas.policies import (
    MatterAdoption,
    MatterCatalogue,
    MatterIn,
    MatterPatch,
    PolicyEndIn,
    PolicyIn,
    PolicyOut,
    PolicyPatch,
)
from api.decisions.service.standing import mark_all
from api.ledger.rules import Subject
from api.ledger.service import record
from api.organizations.rules import UnitKind

_FACTS = ("title", "effective_from", "effective_to", "content", "text", "source", "state")
_MATTERS = insert(DecisionMatter.metadata.tables[DecisionMatter.__tablename__])
_KEEPERS = frozenset({UnitKind.SCHOOL, UnitKind.BUREAU, UnitKind.COUNTY, UnitKind.CITY})


def create_policy(ctx: Context, wanted: PolicyIn) -> PolicyOut:
    """Draft a version for a bureau or a school within reach. Errors: every fault at once as `input.invalid`."""
    place = queries.find_place(ctx, wanted.unit_id)
    refuse_if_any([] if place and place.kind in _KEEPERS else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")])
    policy = DecisionPolicy(
        id=ids.ordered(),
        unit_id=wanted.unit_id,
        version=queries.last_version(ctx, wanted.unit_id) + 1,
        **{name: getattr(wanted, name) for name in ("title", "effective_from", "text", "source")},
        state=PolicyState.DRAFT.value,
        content=wanted.content.model_dump(mode="json"),
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(policy)
    ctx.session.flush()
    record(ctx, "decision_policy.created", _subject(policy), None, _said(policy))
    return queries.get_policy(ctx, policy.id)


def change_policy(ctx: Context, policy_id: UUID, patch: PolicyPatch) -> PolicyOut:
    """Change a draft. Errors: `not_found`, `conflict.stale`, `decision.wrong_state`."""
    policy = _open(ctx, policy_id, PolicyVerb.CHANGE)
    changes: dict[str, Any] = patch.changes()
    if "content" in changes:
        changes["content"] = patch.content.model_dump(mode="json")
    return _take(ctx, policy, changes, "decision_policy.changed")


def issue_policy(ctx: Context, policy_id: UUID) -> PolicyOut:
    """Put a draft in force from its day on; the version before it ends the day before.

    Errors: as of `change_policy`, `decision.policy_overlap`.
    """
    policy = _open(ctx, policy_id, PolicyVerb.ISSUE)
    before = queries.open_version(ctx, policy.unit_id)
    if before is not None:
        if before.effective_from >= policy.effective_from:
            raise Refused(errors.POLICY_OVERLAP, since=before.effective_from.isoformat())
        last = policy.effective_from - timedelta(days=1)
        if before.effective_to is None or before.effective_to > last:
            _write(ctx, before, {"effective_to": last}, "decision_policy.ended")
    own = {"state": PolicyState.ISSUED.value, "issued_by": ctx.signed_in.id, "issued_at": ctx.now}
    return _take(ctx, policy, own, "decision_policy.issued")


def end_policy(ctx: Context, policy_id: UUID, wanted: PolicyEndIn) -> PolicyOut:
    """Set the last day of a version. Errors: as of `change_policy`, `decision.ends_before`."""
    policy = _open(ctx, policy_id, PolicyVerb.END)
    late = wanted.effective_to < policy.effective_from
    refuse_if_any([Violation(errors.ENDS_BEFORE, "/effective_to")] if late else [])
    return _take(ctx, policy, {"effective_to": wanted.effective_to}, "decision_policy.ended")


def discard_policy(ctx: Context, policy_id: UUID) -> None:
    """Take a draft away. Errors: as of `change_policy`."""
    policy = _open(ctx, policy_id, PolicyVerb.DISCARD)
    about, said = _subject(policy), _said(policy)
    ctx.session.delete(policy)
    ctx.session.flush()
    record(ctx, "decision_policy.discarded", about, said, None)


def _open(ctx: Context, policy_id: UUID, verb: PolicyVerb) -> DecisionPolicy:
    policy = queries.load_policy(ctx, policy_id)
    ctx.expect(policy.revision)
    policy_step(PolicyState(policy.state), verb)
    return policy


def _take(ctx: Context, policy: DecisionPolicy, changes: Mapping[str, Any], action: str) -> PolicyOut:
    _write(ctx, policy, changes, action)
    if policy.state == PolicyState.ISSUED:
        mark_all(ctx, queries.units_below(ctx, policy.unit_id))
    return queries.get_policy(ctx, policy.id)


def _write(ctx: Context, policy: DecisionPolicy, changes: Mapping[str, Any], action: str) -> None:
    before = _said(policy)
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.updated_at = ctx.now
    ctx.session.flush()
    record(ctx, action, _subject(policy), before, _said(policy))


def _said(policy: DecisionPolicy) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in _FACTS}


def _subject(policy: DecisionPolicy) -> Subject:
    label = f"{policy.title} v{policy.version}"
    return Subject("decision_policy", policy.id, label, policy.unit_id, policy.revision)


# --- The catalogue ---------------------------------------------------------------------------------------------------


def adopt_matters(ctx: Context, wanted: MatterAdoption) -> MatterCatalogue:
    """Make the shipped matters a unit's own; codes that it has already stay as they are.

    Errors: `decision.unit_not_found` as `input.invalid`.
    """
    place = queries.find_place(ctx, wanted.unit_id)
    refuse_if_any([] if place and place.kind in _KEEPERS else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")])
    own = {row.code for row in queries.own_matters(ctx, wanted.unit_id)}
    new = [_adopted(ctx, wanted.unit_id, matter) for matter in shipped_matters() if matter["code"] not in own]
    if new:
        ctx.session.execute(_MATTERS, new)
        mark_all(ctx, queries.units_below(ctx, wanted.unit_id))
        assert place is not None
        subject = Subject("decision_catalogue", wanted.unit_id, place.name, wanted.unit_id)
        record(ctx, "decision_catalogue.adopted", subject, None, {"matters": len(new)})
    return queries.get_catalogue(ctx, wanted.unit_id)


def _adopted(ctx: Context, unit_id: UUID, matter: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: matter.get(name) for name in MATTER_FACTS} | {"name": matter["zh"]}
    return {"id": ids.ordered(), "unit_id": unit_id, **facts, "updated_at": ctx.now, "revision": 1}


def create_matter(ctx: Context, unit_id: UUID, wanted: MatterIn) -> MatterCatalogue:
    """Add a matter to a unit's own catalogue. Errors: `not_found`, `decision.matter_taken`."""
    place = queries.find_place(ctx, unit_id)
    if place is None:
        raise Refused(NOT_FOUND)
    matter = DecisionMatter(id=ids.ordered(), unit_id=unit_id, **wanted.model_dump(mode="json"), updated_at=ctx.now)
    ctx.session.add(matter)
    return _changed(ctx, matter, None, "decision_matter.created")


def change_matter(ctx: Context, matter_id: UUID, patch: MatterPatch) -> MatterCatalogue:
    """Change a matter. Errors: `not_found`, `conflict.stale`."""
    matter = queries.load_matter(ctx, matter_id)
    ctx.expect(matter.revision)
    before = _facts_of(matter)
    for name, value in patch.model_dump(mode="json", exclude_unset=True).items():
        setattr(matter, name, value)
    matter.updated_at = ctx.now
    return _changed(ctx, matter, before, "decision_matter.changed")


def remove_matter(ctx: Context, matter_id: UUID) -> MatterCatalogue:
    """Take a matter out of a unit's own catalogue; topics keep its code. Errors: `not_found`, `conflict.stale`."""
    matter = queries.load_matter(ctx, matter_id)
    ctx.expect(matter.revision)
    about, before, unit_id = _matter_subject(matter), _facts_of(matter), matter.unit_id
    ctx.session.delete(matter)
    ctx.session.flush()
    record(ctx, "decision_matter.removed", about, before, None)
    mark_all(ctx, queries.units_below(ctx, unit_id))
    return queries.get_catalogue(ctx, unit_id)


def _changed(ctx: Context, matter: DecisionMatter, before: Mapping[str, Any] | None, action: str) -> MatterCatalogue:
    ctx.session.flush()
    record(ctx, action, _matter_subject(matter), before, _facts_of(matter))
    mark_all(ctx, queries.units_below(ctx, matter.unit_id))
    return queries.get_catalogue(ctx, matter.unit_id)


def _facts_of(matter: DecisionMatter) -> dict[str, Any]:
    return {name: getattr(matter, name) for name in MATTER_FACTS}


def _matter_subject(matter: DecisionMatter) -> Subject:
    return Subject("decision_matter", matter.id, f"{matter.code} {matter.name}", matter.unit_id, matter.revision)
