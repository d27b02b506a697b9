"""合并: several become one. Those that end keep their codes, their records and a pointer to the one that goes on."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import NOT_FOUND, Refused, Violation
from api.core.schemas import UnitRef
from api.organizations import errors, queries, rules
from api.organizations.models import School, Unit, UnitSuccession
from api.organizations.queries import Parent
from api.organizations.rules import Facts, Succession, UnitKind, Verb
from api.organizations.schemas import Restructured, SchoolMergeIn, SchoolOut, UnitMergeIn
from api.organizations.service.acts import Act, load_unit, perform
from api.organizations.service.changes import Deed
from api.organizations.service.closing import stepped
from api.organizations.service.groups import leave_groups
from api.organizations.service.move import hold, put_school, put_unit
from api.organizations.service.schools import Draft, found_schools
from api.organizations.service.tree import refuse_if_any

_SUCCESSIONS = insert(UnitSuccession.metadata.tables[UnitSuccession.__tablename__])
_SUMMED = (*rules.ADDED, "boarding")

# A school with its parent and its facts.
Loaded = tuple[School, UnitRef, dict[str, Any]]


def merge_schools(ctx: Context, wanted: SchoolMergeIn, *, preview: bool = False) -> Restructured:
    """Merge schools into one of them, or into a new one.

    Errors: `not_found` when one of them is not within reach, `unit.verb_not_now`, those of a new school,
    `input.invalid`.
    """

    def _work(act: Act) -> None:
        refuse_if_any(_shape_violations(wanted))
        schools = _load_all(ctx, wanted.school_ids)
        survivor = next((loaded for loaded in schools if loaded[0].id == wanted.survivor_id), None)
        ending = [loaded for loaded in schools if loaded is not survivor]
        refuse_if_any(_merge_violations(act, wanted, schools))
        names = "、".join(loaded[0].name for loaded in ending)
        heir = _absorb(act, wanted, survivor, ending) if survivor else _found(act, wanted, names)
        for loaded in ending:
            end_school(act, Verb.MERGE, loaded, [heir])

    return perform(ctx, wanted, _work, preview=preview)


def _shape_violations(wanted: SchoolMergeIn) -> Iterator[Violation]:
    if len(set(wanted.school_ids)) < max(2, len(wanted.school_ids)):
        yield Violation(errors.MERGE_FEW, "/school_ids")
    if (wanted.survivor_id is None) == (wanted.new is None):
        yield Violation(errors.MERGE_INTO, "/survivor_id")
    if wanted.survivor_id is not None and wanted.survivor_id not in wanted.school_ids:
        yield Violation(errors.SURVIVOR_OUTSIDE, "/survivor_id")


def _load_all(ctx: Context, ids: Sequence[UUID]) -> list[Loaded]:
    """All of these schools. Errors: `not_found`, with a pointer to each that is not within reach."""
    found = queries.load_schools(ctx, ids)
    missing = [Violation(NOT_FOUND, f"/school_ids/{index}") for index, id_ in enumerate(ids) if id_ not in found]
    if missing:
        raise Refused(NOT_FOUND, missing)
    return [found[id_] for id_ in ids]


def _merge_violations(act: Act, wanted: SchoolMergeIn, schools: Sequence[Loaded]) -> Iterator[Violation]:
    for index, (school, _, _) in enumerate(schools):
        goes_on = school.id == wanted.survivor_id
        fields = (_SUMMED if wanted.counts == "add" else ()) if goes_on else ("status",)
        yield from act.violations(school, Verb.ABSORB if goes_on else Verb.MERGE, fields, f"/school_ids/{index}")


def _absorb(act: Act, wanted: SchoolMergeIn, survivor: Loaded, ending: Sequence[Loaded]) -> UnitRef:
    school, _, before = survivor
    after = rules.combined(before, [facts for _, _, facts in ending]) if wanted.counts == "add" else dict(before)
    refuse_if_any(rules.school_violations(after))
    names = [loaded[0].name for loaded in ending]
    act.take(school, (before, after), act.deed(Verb.ABSORB, school.kind, {"absorbed": (None, names)}))
    return UnitRef(id=school.id, name=school.name, kind=school.kind)


def _found(act: Act, wanted: SchoolMergeIn, names: str) -> UnitRef:
    assert wanted.new is not None, "one of the two has been asked for"
    deed = act.founding({"preceded_by": (None, names.split("、"))})
    draft = Draft("/new", wanted.new.model_dump())
    (made,) = found_schools(act.ctx, [draft], deed)
    tell_founded(act, made, deed)
    return UnitRef(id=made.id, name=made.name, kind=UnitKind.SCHOOL)


def tell_founded(act: Act, made: SchoolOut, deed: Deed) -> None:
    """Note a new school."""
    facts = made.model_dump(include={"name", "type", "ownership", "code", "pupils", "staff"})
    unit = {name: getattr(made, name) for name in ("id", "name", "code", "status")}
    act.tell(SimpleNamespace(**unit, kind=UnitKind.SCHOOL), (None, facts), deed)


def end_school(act: Act, verb: Verb, loaded: Loaded, heirs: Sequence[UnitRef]) -> None:
    """Close a school that goes on in others, and say in which."""
    school, _, before = loaded
    names = {"succeeded_by": (None, [heir.name for heir in heirs])}
    act.take(school, (before, stepped(before, verb)), act.deed(verb, school.kind, names))
    succeed(act, verb, school.id, heirs)
    leave_groups(act, school)


def succeed(act: Act, verb: Verb, ended: UUID, heirs: Sequence[UnitRef]) -> None:
    """Write who goes on where a unit has ended."""
    kind = Succession.SPLIT if verb is Verb.SPLIT else Succession.MERGE
    row = {"predecessor_id": ended, "act": kind.value, "effective_on": act.effective_on}
    insert_rows(act.ctx.session, _SUCCESSIONS, [{**row, "successor_id": heir.id} for heir in heirs])


# --- Districts and sections ------------------------------------------------------------------------------------------


def merge_units(ctx: Context, wanted: UnitMergeIn, *, preview: bool = False) -> Restructured:
    """Merge districts, or sections, into one of them; whatever stands below the others moves below it.

    Errors: `not_found` when one of them is not within reach, `unit.verb_not_now`, `unit.kind_differs`, `input.invalid`.
    """

    def _work(act: Act) -> None:
        refuse_if_any(_unit_shape_violations(wanted))
        units = {unit_id: load_unit(ctx, unit_id) for unit_id in wanted.unit_ids}
        for unit, _ in sorted(units.values(), key=lambda loaded: loaded[0].id):
            hold(ctx, unit)
        refuse_if_any(_unit_merge_violations(act, wanted, units))
        survivor, facts = units.pop(wanted.survivor_id)
        names = [unit.name for unit, _ in units.values()]
        heir = queries.find_parents(ctx, {survivor.id})[survivor.id]
        deed = act.deed(Verb.ABSORB, survivor.kind, {"absorbed": (None, names)})
        act.take_unit(survivor, (facts, facts), deed, {})
        for unit, before in units.values():
            _end_unit(act, unit, before, heir)

    return perform(ctx, wanted, _work, preview=preview)


def _unit_shape_violations(wanted: UnitMergeIn) -> Iterator[Violation]:
    if len(set(wanted.unit_ids)) < max(2, len(wanted.unit_ids)):
        yield Violation(errors.MERGE_FEW, "/unit_ids")
    if wanted.survivor_id not in wanted.unit_ids:
        yield Violation(errors.SURVIVOR_OUTSIDE, "/survivor_id")


def _unit_merge_violations(
    act: Act, wanted: UnitMergeIn, units: dict[UUID, tuple[Unit, dict[str, Any]]]
) -> Iterator[Violation]:
    survivor, _ = units[wanted.survivor_id]
    for index, (unit, _) in enumerate(units.values()):
        pointer, goes_on = f"/unit_ids/{index}", unit is survivor
        fields = () if goes_on else ("status",)
        yield from act.violations(unit, Verb.ABSORB if goes_on else Verb.MERGE, fields, pointer)
        if unit.kind != survivor.kind:
            yield Violation(errors.KIND_DIFFERS, pointer)
        elif not goes_on and survivor.path.startswith(unit.path):
            yield Violation(errors.PARENT_INSIDE, pointer)


def _end_unit(act: Act, unit: Unit, before: Facts, heir: Parent) -> None:
    for loaded in queries.load_schools_below(act.ctx, unit.id):
        put_school(act, (loaded[0], loaded[1].name), loaded[2], heir)
    for child in queries.units_directly_below(act.ctx, unit.id):
        below, facts = load_unit(act.ctx, child)
        put_unit(act, below, facts, heir)
    after = stepped(before, Verb.MERGE)
    deed = act.deed(Verb.MERGE, unit.kind, {"succeeded_by": (None, [heir.name])})
    act.take_unit(unit, (before, after), deed, {"status": after["status"]})
    succeed(act, Verb.MERGE, unit.id, [UnitRef(id=heir.id, name=heir.name, kind=heir.kind)])
