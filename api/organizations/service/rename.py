"""更名: a new name from a day on; the old one finds the unit for ever."""

from collections.abc import Iterator
from uuid import UUID

from api.core.context import Context
from api.core.errors import Violation
from api.organizations import errors, queries
from api.organizations.rules import NAME, Facts, Verb
from api.organizations.schemas import RenameIn, Restructured
from api.organizations.service.acts import Act, load, load_unit, perform
from api.organizations.service.tree import name_columns, refuse_if_any

_LISTED = 20  # former names on a school's own page; their dates, and earlier ones, are kept beside it


def rename_school(ctx: Context, school_id: UUID, wanted: RenameIn, *, preview: bool = False) -> Restructured:
    """Give a school another name. Errors: `not_found`, `unit.verb_not_now`, `input.invalid`."""

    def _work(act: Act) -> None:
        school, _, before = load(ctx, school_id)
        former = [name for name in before["former_names"] if name != before["name"]]
        after = {**before, **_names(wanted), "former_names": [*former, before["name"]][-_LISTED:]}
        refuse_if_any([*act.violations(school, Verb.RENAME, ("name", "short_name")), *_same(before, after)])
        act.take(school, (before, after), act.deed(Verb.RENAME, school.kind))

    return perform(ctx, wanted, _work, preview=preview)


def rename_unit(ctx: Context, unit_id: UUID, wanted: RenameIn, *, preview: bool = False) -> Restructured:
    """Give a bureau, section or district another name. Errors as for a school."""

    def _work(act: Act) -> None:
        unit, before = load_unit(ctx, unit_id)
        after = {**before, **_names(wanted)}
        refuse_if_any([*act.violations(unit, Verb.RENAME, ("name", "short_name")), *_same(before, after)])
        former = [former.value for former in queries.former_of(ctx, unit.id) if former.scheme == NAME]
        named = {**after, "former_names": [*former, before["name"]]}
        act.take_unit(
            unit, (before, after), act.deed(Verb.RENAME, unit.kind), {**_names(wanted), **name_columns(named)}
        )

    return perform(ctx, wanted, _work, preview=preview)


def _names(wanted: RenameIn) -> dict[str, str | None]:
    sent = wanted.model_fields_set & {"name", "short_name"}
    return {name: getattr(wanted, name) for name in ("name", "short_name") if name in sent}


def _same(before: Facts, after: Facts) -> Iterator[Violation]:
    if before["name"] == after["name"]:
        yield Violation(errors.NAME_SAME, "/name")
