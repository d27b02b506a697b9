"""Wire shapes of what is chosen from while a case is worked on."""

from uuid import UUID

from api.core.schemas import Out, UnitRef


class HandlerChoice(Out):
    """Somebody who handles cases. `keeps_out`: has something to do with the case (回避); what, is not told."""

    id: UUID
    name: str
    keeps_out: bool


class HandlerChoices(Out):
    """Who may be given a case, and for which unit."""

    handlers: list[HandlerChoice]
    units: list[UnitRef]


class RegisteredPerson(Out):
    """Somebody of the staff list, as far as matching needs it."""

    id: UUID
    name: str
    unit: UnitRef
    posts: list[str]
