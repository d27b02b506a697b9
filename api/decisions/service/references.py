"""Whom and what a meeting names: every person, supplier, topic and matter must be there, all faults told at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import ErrorSpec, Violation
from api.decisions import errors, queries
from api.decisions.queries import Place


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that is named at a place of the body."""

    kind: str
    id: UUID
    pointer: str


_FAULTS: Mapping[str, ErrorSpec] = {
    "person": errors.PERSON_NOT_FOUND,
    "supplier": errors.SUPPLIER_NOT_FOUND,
    "topic": errors.TOPIC_NOT_FOUND,
    "meeting": errors.MEETING_NOT_FOUND,
    "decision": errors.DECISION_NOT_FOUND,
    "contract": errors.CONTRACT_NOT_FOUND,
}


def of_meeting(given: Mapping[str, Any]) -> Iterator[Reference]:
    """What a meeting names, its topics included."""
    yield from _ones(given, "", {"chair_id": "person", "recorder_id": "person", "ratified_by_id": "meeting"})
    for place, each in enumerate(given.get("attendance") or ()):
        yield Reference("person", each["person_id"], f"/attendance/{place}/person_id")
    for place, topic in enumerate(given.get("topics") or ()):
        yield from of_topic(topic, f"/topics/{place}")


def of_topic(given: Mapping[str, Any], at: str = "") -> Iterator[Reference]:
    """What a topic names."""
    yield from _ones(given, at, {"proposer_id": "person"})
    lists = {"concerned_person_ids": "person", "concerned_supplier_ids": "supplier", "related_topic_ids": "topic"}
    for name, kind in lists.items():
        yield from (Reference(kind, id_, f"{at}/{name}/{place}") for place, id_ in enumerate(given.get(name) or ()))
    for place, voice in enumerate(given.get("voices") or ()):
        yield Reference("person", voice["person_id"], f"{at}/voices/{place}/person_id")
    yield from _ones(given.get("vote") or {}, f"{at}/vote", {"counted_by_id": "person"})
    kinds = {"responsible_person_id": "person", "decided_by_id": "person", "approved_supplier_id": "supplier"}
    yield from _ones(given.get("decision") or {}, f"{at}/decision", kinds)


def _ones(given: Mapping[str, Any], at: str, kinds: Mapping[str, str]) -> Iterator[Reference]:
    for name, kind in kinds.items():
        if given.get(name) is not None:
            yield Reference(kind, given[name], f"{at}/{name}")


def violations(ctx: Context, place: Place, named: Iterable[Reference]) -> list[Violation]:
    """Those that are not there."""
    listed = list(named)
    ids = {kind: [one.id for one in listed if one.kind == kind] for kind in _FAULTS}
    known = {
        "person": queries.persons_at(ctx, place, ids["person"]),
        "supplier": queries.suppliers_at(ctx, place, ids["supplier"]),
        "topic": queries.topics_at(ctx, place.id, ids["topic"]),
        "meeting": queries.meetings_at(ctx, place.id, ids["meeting"]),
        "decision": queries.find_at(ctx, place.id, ids["decision"]),
        "contract": queries.contracts_at(ctx, place.id, ids["contract"]),
    }
    return [Violation(_FAULTS[one.kind], one.pointer) for one in listed if one.id not in known[one.kind]]


def repeated(given: Sequence[Mapping[str, Any]], at: str) -> Iterator[Violation]:
    """Persons who stand in a list twice."""
    number = Counter(each["person_id"] for each in given)
    for place, each in enumerate(given):
        if number[each["person_id"]] > 1:
            yield Violation(errors.PERSON_TWICE, f"{at}/{place}/person_id")


def matter_violations(given: Mapping[str, Any], known: Sequence[str], at: str = "") -> Iterator[Violation]:
    """Codes that the catalogue in force does not have."""
    for place, code in enumerate(given.get("matter_codes") or ()):
        if code not in known:
            shown = ", ".join(known[:5])
            yield Violation(errors.MATTER_UNKNOWN, f"{at}/matter_codes/{place}", params={"allowed": shown})
