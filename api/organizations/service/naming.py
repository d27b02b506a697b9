"""The units that rows name: found within reach, or refused with what may be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.core.context import Context
from api.core.faults import ROW_FIELD_MISSING, ROW_REFERENCE_UNKNOWN
from api.core.intake import How
from api.core.taking import Case, nearest
from api.organizations import queries as organizations
from api.organizations.queries import Candidate, Named
from api.organizations.rules import Status, UnitKind

KINDS = (UnitKind.SCHOOL,)
_MEANT = 20  # unknown names for which something like them is looked for


@dataclass(frozen=True, slots=True)
class Schools:
    """The schools that the rows of a chunk name in the field `name`, by what they call them."""

    name: str
    found: Mapping[str, list[Candidate]]
    meant: Mapping[str, list[str]]

    @classmethod
    def read(cls, ctx: Context, cases: Sequence[Case], how: How, name: str = "school") -> "Schools":
        """All of them in one statement; one more where names are unknown."""
        paths = organizations.paths_for(ctx, ctx.permission or "")
        scheme = how.references.get(name, "name")
        texts = {text for case in cases if (text := case.row.values.get(name)) is not None}
        found = organizations.candidates(ctx, Named(scheme, texts, KINDS), paths, lock=how.write)
        unknown = sorted(texts - found.keys())[:_MEANT] if scheme == "name" else []
        known: list[Any] = organizations.names_below(ctx, KINDS, paths) if unknown else []
        return cls(name, found, {text: nearest(text, known) for text in unknown})

    def of(self, case: Case) -> Candidate | None:
        """The one school that the row can mean."""
        text = case.row.values.get(self.name)
        if text is None:
            case.refuse(ROW_FIELD_MISSING, self.name)
            return None
        found = self.found.get(text, ())
        fitting = [unit for unit in found if unit.status != Status.CLOSED] or list(found)
        if len(fitting) > 1:
            case.ambiguous(self.name, [unit.label for unit in fitting])
        elif not fitting:
            case.refuse(ROW_REFERENCE_UNKNOWN, self.name, self.meant.get(text, ()))
        return fitting[0] if len(fitting) == 1 else None
