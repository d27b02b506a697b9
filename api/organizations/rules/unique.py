"""What no two units may share: codes, credit codes, external ids."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from api.core.errors import Violation
from api.organizations import errors
from api.organizations.rules.schools import Facts


def unique_values(facts: Facts) -> Iterator[tuple[str, tuple[str, str]]]:
    """Pointer and (scheme, value) of everything in a unit's facts that no other unit may have."""
    for field in ("code", "credit_code"):
        if facts.get(field) is not None:
            yield f"/{field}", (f"/{field}", facts[field])
    for place, external in enumerate(facts["external_ids"]):
        yield f"/external_ids/{place}", (external["scheme"], external["value"])


def repetitions(documents: Sequence[tuple[str, Facts]]) -> Iterator[Violation]:
    """Values that stand more than once in one request, each place reported; a document comes with its pointer."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for prefix, facts in documents:
        for pointer, value in unique_values(facts):
            places[value].append(prefix + pointer)
    for pointers in places.values():
        if len(pointers) > 1:
            yield from (Violation(errors.REPEATED, pointer) for pointer in pointers)


_TAKEN = {"/code": errors.CODE_TAKEN, "/credit_code": errors.CREDIT_CODE_TAKEN}


def taken_violations(facts: Facts, taken: Iterable[tuple[str, str]]) -> Iterator[Violation]:
    """The values in a unit's facts that other units have already, and the codes that others once had."""
    for pointer, value in unique_values(facts):
        if value in taken:
            yield Violation(_TAKEN.get(pointer, errors.EXTERNAL_ID_TAKEN), pointer)
        elif pointer == "/code" and ("/former_code", value[1]) in taken:
            yield Violation(errors.CODE_FORMER, pointer)
