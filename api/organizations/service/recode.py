"""换码: the ten-digit code changes with the category of a school; the old one is never given to another."""

from collections.abc import Iterator
from uuid import UUID

from api.core.context import Context
from api.core.errors import Violation
from api.organizations import errors, rules
from api.organizations.rules import Facts, UnitKind, Verb
from api.organizations.schemas import RecodeIn, Restructured
from api.organizations.service.acts import Act, load, perform
from api.organizations.service.tree import refuse_if_any, taken_values


def recode_school(ctx: Context, school_id: UUID, wanted: RecodeIn, *, preview: bool = False) -> Restructured:
    """Give a school another code, and another type where that is why.

    Errors: `not_found`, `unit.verb_not_now`, `unit.code_taken`, `unit.code_former`, `input.invalid`.
    """

    def _work(act: Act) -> None:
        school, _, before = load(ctx, school_id)
        after = {**before, "code": wanted.code, "type": wanted.type or before["type"]}
        taken = taken_values(ctx, UnitKind.SCHOOL, [after], besides=school.id)
        found = [
            *act.violations(school, Verb.RECODE, ("code", "type")),
            *_same(before, after),
            *rules.school_violations(after),
            *rules.taken_violations(after, taken),
        ]
        refuse_if_any(found)
        act.take(school, (before, after), act.deed(Verb.RECODE, school.kind))

    return perform(ctx, wanted, _work, preview=preview)


def _same(before: Facts, after: Facts) -> Iterator[Violation]:
    if before["code"] == after["code"]:
        yield Violation(errors.CODE_SAME, "/code")
