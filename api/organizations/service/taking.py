"""What taking rows of any unit has in common: where it stands, what it is called elsewhere, what no two may share."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.faults import OUTSIDE_REACH, ROW_EXISTS, ROW_NOT_FOUND, ROW_PARENT_MISSING, ROW_TOO_MANY_VALUES
from api.core.intake import Action, How, Mode, Outcome
from api.core.taking import EXTERNAL, SYSTEM, Case, covers, key_field, nearest
from api.ledger.rules import document_hash, plain
from api.organizations import errors, queries, rules
from api.organizations.canonical import school_document
from api.organizations.queries import Candidate, Held, Named
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.service.in_bulk import Change, New, change_units, enter_units

Value = tuple[str, str]

FIELDS: Mapping[str, str] = {"parent_id": "parent"}  # facts that come in under another name
MOST_VALUES = 20
_EXTERNAL_ID = re.compile(rf"({SYSTEM}):(.{{1,100}})")
_LISTS = ("former_names", "external_ids")


@dataclass(slots=True)
class UnitCase(Case):
    """A row, the unit that it is, and the facts that it will have."""

    kind: UnitKind = UnitKind.SCHOOL
    held: Held | None = None
    parent: Candidate | None = None
    after: Facts | None = None
    change: Change | None = None
    now: Held | None = None


def judge_known(case: UnitCase, held: Held, paths: Iterable[str], how: How) -> bool:
    """Whether the unit that is there may be changed by this row; what lies out of reach is not told from what is not."""
    if not covers(paths, held.path):
        unknown = how.mode is Mode.UPDATE or how.scheme == "id"
        case.refuse(ROW_NOT_FOUND if unknown else OUTSIDE_REACH, key_field(how.scheme))
    elif how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, key_field(how.scheme))
    return not case.faults


# --- Where it stands -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parents:
    """The units that the rows of a chunk may mean by their parent, within reach; `meant`: hints at unknown names."""

    found: Mapping[str, list[Candidate]]
    meant: Mapping[str, list[str]]
    paths: tuple[str, ...]

    @classmethod
    def read(  # noqa: PLR0913 (one question)
        cls,
        ctx: Context,
        cases: Iterable[UnitCase],
        how: How,
        kinds: Iterable[UnitKind],
        paths: tuple[str, ...],
        *,
        hints: bool = True,
    ) -> "Parents":
        """Everything that is asked for, in one statement; one more where names are unknown, unless hints are no use."""
        texts = {text for case in cases if (text := case.row.values.get("parent")) is not None}
        own = {case.held.facts["parent_id"] for case in cases if case.held}
        named = Named(how.references.get("parent", "name"), texts, tuple(kinds))
        found = queries.candidates(ctx, named, paths, own - {None}, lock=how.write)
        unknown = sorted(texts - found.keys())[:MOST_VALUES] if hints and named.scheme == "name" else []
        names = queries.names_below(ctx, named.kinds, paths) if unknown else []
        return cls(found, {text: nearest(text, names) for text in unknown}, paths)

    def judge_new(self, case: UnitCase) -> None:
        """The one unit that the row can mean; several are named to whoever sent it, and none is picked."""
        text = case.row.values.get("parent")
        if text is None:
            return
        kinds = rules.PARENTS[case.kind]
        found = [each for each in self.found.get(text, ()) if covers(self.paths, each.path) and each.kind in kinds]
        fitting = [parent for parent in found if parent.status != Status.CLOSED]
        if len(fitting) > 1:
            case.ambiguous("parent", [parent.label for parent in fitting])
        elif fitting:
            case.parent = fitting[0]
            case.refuse_all(rules.parent_violations(case.kind, case.parent.kind, case.parent.depth), FIELDS)
        elif found:
            case.refuse(errors.PARENT_CLOSED, "parent")
        else:
            case.refuse(ROW_PARENT_MISSING, "parent", self.meant.get(text, ()))

    def judge_same(self, case: UnitCase, held: Held) -> None:
        """A row may say where a unit is; moving it is an act of its own."""
        text = case.row.values.get("parent")
        if text is None:
            return
        found = self.found.get(text, ())
        if not found:
            case.refuse(ROW_PARENT_MISSING, "parent", self.meant.get(text, ()))
        elif all(parent.id != held.facts["parent_id"] for parent in found):
            case.refuse(errors.PARENT_BY_MOVE, "parent")


# --- What it says ----------------------------------------------------------------------------------------------------


def sent_facts(case: UnitCase, how: How, facts: Iterable[str], external_ids: Sequence[Any]) -> dict[str, Any]:
    """The facts that the row says, lists empty where it says none; the id that it is known by among the others."""
    values = case.row.values
    sent = {name: values[name] for name in facts if name in values}
    for name in _LISTS:
        if name in sent:
            sent[name] = list(sent[name] or ())
            if len(sent[name]) > MOST_VALUES:
                case.refuse(ROW_TOO_MANY_VALUES, name, limit=MOST_VALUES)
    if "external_ids" in sent:
        sent["external_ids"] = _external_ids(case, sent["external_ids"])
    if how.scheme.startswith(EXTERNAL):
        own = {"scheme": how.scheme.removeprefix(EXTERNAL), "value": case.key}
        others = sent.get("external_ids", external_ids)
        sent["external_ids"] = [*(each for each in others if each != own), own]
    if "external_ids" in sent:
        sent["external_ids"].sort(key=lambda each: (each["scheme"], each["value"]))
    return sent


def _external_ids(case: UnitCase, texts: Iterable[str]) -> list[Any]:
    found = []
    for text in texts:
        parts = _EXTERNAL_ID.fullmatch(text)
        if parts is None:
            case.refuse(errors.EXTERNAL_ID_FORM, "external_ids")
        else:
            found.append({"scheme": parts[1], "value": parts[2]})
    return found


def come_to(case: UnitCase, held: Held, after: Facts) -> None:
    """The unit will have these facts; the same ones are no change."""
    case.after = after
    case.change = Change.to(held, after)
    case.action = Action.UPDATED if case.change.becomes else Action.UNCHANGED


# --- What no two may share -------------------------------------------------------------------------------------------


def judge_unique(ctx: Context, cases: Iterable[UnitCase]) -> None:
    """Codes and ids that other units have, or that stand twice in the chunk; one statement for each kind of unit."""
    by_kind: dict[UnitKind, list[tuple[UnitCase, list[Value]]]] = defaultdict(list)
    for case in cases:
        if not case.faults and case.action in (Action.CREATED, Action.UPDATED):
            by_kind[case.kind].append((case, list(_new_values(case))))
    for kind, drafts in sorted(by_kind.items()):
        holders = queries.find_holders(ctx, kind, (value for _, values in drafts for value in values))
        for case, values in drafts if holders else ():
            assert case.after is not None, "judged"
            case.refuse_all(rules.taken_violations(case.after, _taken(case, values, holders)))
        _refuse_repeated(drafts)


def _refuse_repeated(drafts: Iterable[tuple[UnitCase, list[Value]]]) -> None:
    bearers: dict[Value, list[UnitCase]] = defaultdict(list)
    for case, values in drafts:
        for value in values:
            bearers[value].append(case)
    for (scheme, _), sharing in bearers.items():
        for case in sharing if len(sharing) > 1 else ():
            case.refuse(errors.REPEATED, scheme.removeprefix("/") if scheme.startswith("/") else "external_ids")


def _taken(case: UnitCase, values: Iterable[Value], holders: Mapping[Value, set[UUID | None]]) -> set[Value]:
    """What of the new values of one unit others have, or had."""
    own = {case.held.id} if case.held else set()
    asked = [sought for value in values for sought in (value, ("/former_code", value[1]))]
    return {value for value in asked if holders.get(value, own) - own}


def _new_values(case: UnitCase) -> Iterator[Value]:
    """What the unit will bear that it does not bear yet."""
    had = {value for _, value in rules.unique_values(case.held.facts)} if case.held else set()
    for _, value in rules.unique_values(case.after or {"external_ids": ()}):
        if value not in had:
            yield value


# --- Writing ---------------------------------------------------------------------------------------------------------


def settle(ctx: Context, cases: Sequence[UnitCase], how: How, action: str) -> list[Outcome]:
    """Write what nothing is wrong with, if it is to be written, and say what became of each row."""
    for case in cases:
        case.action = Action.REFUSED if case.faults else case.action
    if how.write:
        _write(ctx, cases, action)
    return [_outcome(case) for case in cases]


def _write(ctx: Context, cases: Sequence[UnitCase], action: str) -> None:
    new = [case for case in cases if case.action is Action.CREATED]
    for case, made in zip(new, enter_units(ctx, [_new(case) for case in new]), strict=True):
        case.now = made
    changed = [(case, case.change) for case in cases if case.action is Action.UPDATED and case.change]
    change_units(ctx, [change for _, change in changed], action)
    for case, change in changed:
        case.now = change.now


def _new(case: UnitCase) -> New:
    assert case.parent is not None, "judged"
    assert case.after is not None, "judged"
    return New(case.kind, case.parent.path, case.parent.depth + 1, case.after)


def _outcome(case: UnitCase) -> Outcome:
    if case.faults:
        return case.refused()
    held, now = case.held, case.now
    unit = now or held
    written = now is not None and case.kind is UnitKind.SCHOOL
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=unit.id if unit else None,
        key=case.key,
        revision_before=held.revision if held else None,
        revision=unit.revision if unit else None,
        before=plain(case.change.was) if case.change and now else None,
        document_hash=document_hash(school_document(now, now.facts)) if written and now else None,
    )
