"""What a bureau sets for itself: lengths of clocks with their basis, names and tracks of matters."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.complaints import errors
from api.complaints.models.clocks import ComplaintCategory, ComplaintClockRule
from api.complaints.queries import due
from api.complaints.queries.categories import categories, overrides
from api.complaints.queries.clocks import rules_in_force
from api.complaints.rules.clocks import SHIPPED
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.schemas.clocks import (
    AskedField,
    ClockRuleIn,
    ClockRuleOut,
    ComplaintMatterOut,
    ComplaintMatterPatch,
)
from api.core import ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record


def set_rule(ctx: Context, rule: str, wanted: ClockRuleIn) -> ClockRuleOut:
    """Set a clock's length for the caller's bureau, from a day on. Errors: `not_found`."""
    if rule not in SHIPPED:
        raise Refused(NOT_FOUND)
    bureau = due.own_bureau(ctx)
    before = rules_in_force(ctx.session, bureau, wanted.from_on)[rule]
    said = {
        name: getattr(wanted, name) for name in ("length", "extend", "extend_times", "basis", "verified", "from_on")
    }
    row = ComplaintClockRule(
        id=ids.ordered(),
        unit_id=bureau,
        rule=rule,
        unit=wanted.unit.value,
        changed_by=ctx.signed_in.id,
        changed_at=ctx.now,
        **said,
    )
    ctx.session.add(row)
    ctx.session.flush()
    after = rules_in_force(ctx.session, bureau, wanted.from_on)[rule]
    changed = {"length": (before.length, after.length), "basis": (before.basis, after.basis)}
    subject = Subject("complaint_clock_rule", row.id, rule, bureau)
    old, new = ({name: pair[side] for name, pair in changed.items()} for side in (0, 1))
    record(ctx, "complaint.rule_set", subject, old, new)
    return due.rule_out(after)


def change_matter(ctx: Context, code: str, patch: ComplaintMatterPatch) -> ComplaintMatterOut:
    """Change what a matter is called, its track, whether the portal offers it, what it asks.

    Errors: `not_found`, `input.invalid`.
    """
    if code not in CATEGORIES:
        raise Refused(NOT_FOUND)
    changes = patch.changes()
    refuse_if_any(Violation(errors.LABEL_MISSING, f"/{name}") for name in ("zh", "en") if changes.get(name) == "")
    if patch.fields is not None:
        changes["fields"] = _fields(patch.fields)
    row, shipped = overrides(ctx.session).get(code), CATEGORIES[code]
    if row is None:
        row = ComplaintCategory(
            code=code, zh=shipped.zh, en=shipped.en, track=shipped.track.value, portal=True, fields=None
        )
        ctx.session.add(row)
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = ctx.signed_in.id, ctx.now
    ctx.session.flush()
    label, unit = shipped.zh, due.own_bureau(ctx)
    subject = Subject("complaint_category", ids.ordered(), label, unit, row.revision)
    record(ctx, "complaint.category_changed", subject, before, {name: getattr(row, name) for name in changes})
    return due.matter_out(categories(ctx.session)[code], portal=row.portal)


def _fields(wanted: Sequence[AskedField]) -> list[dict[str, Any]]:
    """What is asked, as it is stored and shown. Errors: `input.invalid` for a code twice, choices missing or too many."""
    refuse_if_any(_field_faults(wanted))
    return [one.model_dump() if one.kind == "choice" else one.model_dump(exclude={"choices"}) for one in wanted]


def _field_faults(wanted: Sequence[AskedField]) -> Iterator[Violation]:
    for index, one in enumerate(wanted):
        if one.code in {other.code for other in wanted[:index]}:
            yield Violation(errors.FIELD_TWICE, f"/fields/{index}/code")
        codes = {choice.code for choice in one.choices}
        if (one.kind == "choice") != bool(codes) or len(codes) != len(one.choices):
            yield Violation(errors.FIELD_CHOICES, f"/fields/{index}/choices")
