"""What can be done to a unit, when, and from which day it holds. Pure.

The table `STEPS` is the law: state × verb → state. A change is entered on or after the day from which it holds, never
before: what has not happened yet is a plan, not a record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from api.core.errors import Violation
from api.organizations import errors
from api.organizations.rules.kinds import Status, UnitKind
from api.organizations.rules.schools import Facts


class Verb(StrEnum):
    """更名, 换码, 调整隶属, 并入, 接收, 分设, 撤销, 恢复."""

    RENAME = "rename"
    RECODE = "recode"
    MOVE = "move"
    MERGE = "merge"  # to end in another unit
    ABSORB = "absorb"  # to go on with what another unit was
    SPLIT = "split"
    CLOSE = "close"
    REOPEN = "reopen"


_OPEN = (Status.OPERATING, Status.SUSPENDED)
_ENDING = (Verb.MERGE, Verb.SPLIT, Verb.CLOSE)

STEPS: Mapping[tuple[Status, Verb], Status] = {
    **{(status, verb): status for status in _OPEN for verb in (Verb.RENAME, Verb.RECODE, Verb.MOVE)},
    **{(status, verb): Status.CLOSED for status in _OPEN for verb in _ENDING},
    (Status.OPERATING, Verb.ABSORB): Status.OPERATING,
    (Status.SUSPENDED, Verb.REOPEN): Status.OPERATING,
    (Status.CLOSED, Verb.REOPEN): Status.OPERATING,
}

# A region follows the table of GB/T 2260 and nothing else; only schools have codes of their own and can be split (a
# district is split by making another and moving schools there).
_OFFICE = frozenset({Verb.RENAME, Verb.MOVE, Verb.CLOSE, Verb.REOPEN})
VERBS: Mapping[UnitKind, frozenset[Verb]] = {
    UnitKind.PROVINCE: frozenset(),
    UnitKind.CITY: frozenset(),
    UnitKind.COUNTY: frozenset(),
    UnitKind.BUREAU: _OFFICE,
    UnitKind.SECTION: _OFFICE | {Verb.MERGE, Verb.ABSORB},
    UnitKind.DISTRICT: _OFFICE | {Verb.MERGE, Verb.ABSORB},
    UnitKind.SCHOOL: frozenset(Verb),
}

# The event of each verb, by the type of its object: `school.renamed`, `unit.moved`, …
PAST: Mapping[Verb, str] = {
    Verb.RENAME: "renamed",
    Verb.RECODE: "recoded",
    Verb.MOVE: "moved",
    Verb.MERGE: "merged",
    Verb.ABSORB: "absorbed",
    Verb.SPLIT: "split",
    Verb.CLOSE: "closed",
    Verb.REOPEN: "reopened",
}


def legal_verbs(kind: UnitKind, status: Status) -> list[Verb]:
    """What can be done to a unit of this kind in this state, in the order of the verbs."""
    return [verb for verb in Verb if verb in VERBS[kind] and (status, verb) in STEPS]


def verb_violations(verb: Verb, kind: UnitKind, status: Status, pointer: str | None = None) -> Iterator[Violation]:
    """Whether `verb` can be done now; the refusal lists what can."""
    legal = legal_verbs(kind, status)
    if verb not in legal:
        yield Violation(errors.VERB_NOT_NOW, pointer, params={"allowed": ", ".join(legal) or "–"})


def day_violations(effective_on: date, today: date, earliest: date) -> Iterator[Violation]:
    """Whether a change may hold from `effective_on`; `earliest` is when the record begins or the same facts changed."""
    if effective_on > today:
        yield Violation(errors.EFFECTIVE_LATER, "/effective_on")
    elif effective_on < earliest:
        yield Violation(errors.EFFECTIVE_TOO_EARLY, "/effective_on", params={"day": earliest.isoformat()})


def difference(before: Facts, after: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are."""
    fields = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in fields}, {name: after[name] for name in fields}


def taken_back(now: Facts, later: Iterable[Facts]) -> dict[str, Any]:
    """What a unit was, from what it is and what each later change found before it, newest change first."""
    facts = dict(now)
    for before in later:
        facts |= before
    return facts


# --- Ids of other times and systems ----------------------------------------------------------------------------------

CODE, CREDIT_CODE, EXTERNAL = "code", "uscc", "ext:"
SCHEMES = (CODE, CREDIT_CODE, f"{EXTERNAL}<source>")
NAME = "name"


def scheme_of(text: str) -> tuple[str, str | None] | None:
    """The scheme named in an address, and the source when it is one of `ext:`; None when there is no such scheme."""
    if text in (CODE, CREDIT_CODE):
        return text, None
    source = text.removeprefix(EXTERNAL)
    return (EXTERNAL, source) if source and source != text else None


def borne(facts: Facts) -> list[tuple[str, str]]:
    """The (scheme, value) of everything a unit is called and found by; those it bears no more are kept with dates."""
    plain = [(NAME, facts["name"]), (CODE, facts.get("code")), (CREDIT_CODE, facts.get("credit_code"))]
    external = [(EXTERNAL + each["scheme"], each["value"]) for each in facts.get("external_ids", ())]
    return [(scheme, value) for scheme, value in [*plain, *external] if value is not None]


# --- Counts of a school that others join -----------------------------------------------------------------------------

ADDED = ("pupils", "boarders", "staff", "party_members")


def combined(survivor: Facts, others: Sequence[Facts]) -> dict[str, Any]:
    """The survivor's facts with the counts of all added up. What is unknown of one is unknown of the sum, never zero."""
    schools = [survivor, *others]
    sums = {name: _sum([school[name] for school in schools]) for name in ADDED}
    return {**survivor, **sums, "boarding": _any([school["boarding"] for school in schools])}


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _any(values: Sequence[bool | None]) -> bool | None:
    if any(values):
        return True
    return None if None in values else False
