"""The types of row, as they are told."""

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.intake import Field, RowSpec, Sheet
from api.exchange.imports.rules.limits import PART
from api.exchange.reading import limits
from api.exchange.specs import ports
from api.exchange.types.schemas import ChoiceOut, DocumentSheetOut, FieldOut, LimitsOut, TypeOut, Types

_LIMITS = LimitsOut(
    part_bytes=PART,
    file_bytes=limits.TEXT_FILE,
    book_bytes=limits.BOOK_FILE,
    rows=limits.TEXT_ROWS,
    book_rows=limits.BOOK_ROWS,
    array_rows=limits.ARRAY_ROWS,
    columns=limits.COLUMNS,
    cell_characters=limits.CELL,
)


def list_types(ctx: Context) -> Types:
    """All types of row in the order in which they are wired, and whether the caller may import each."""
    return Types(items=[_type(ctx, spec) for spec in ports.row_specs.values()])


def require_spec(name: str) -> RowSpec:
    """How rows of a type look. Errors: `not_found`."""
    spec = ports.row_specs.get(name)
    if spec is None:
        raise Refused(NOT_FOUND)
    return spec


def _type(ctx: Context, spec: RowSpec) -> TypeOut:
    zh, en = spec.title
    return TypeOut(
        name=spec.name,
        title=zh,
        title_en=en,
        fields=[_field(field) for field in spec.fields],
        keys=list(spec.keys),
        modes=sorted(spec.modes),
        after=list(spec.after),
        may=ctx.may(spec.permission),
        rollback=spec.undo is not None,
        documents=spec.tree is not None,
        sheets=[_sheet(sheet) for sheet in spec.tree.sheets] if spec.tree else [],
        limits=_LIMITS,
    )


def _sheet(sheet: Sheet) -> DocumentSheetOut:
    zh, en = sheet.title
    return DocumentSheetOut(name=sheet.name, title=zh, title_en=en, fields=[_field(field) for field in sheet.fields])


def _field(field: Field) -> FieldOut:
    heading, note = field.heading, field.note
    return FieldOut(
        name=field.name,
        heading=heading[0],
        heading_en=heading[1],
        kind=field.kind,
        required=field.required,
        longest=field.longest,
        places=field.places,
        least=None if field.least is None else str(field.least),
        most=None if field.most is None else str(field.most),
        choices=[ChoiceOut(value=value, words=list(words)) for value, words in field.choices.items()],
        refers_to=field.refers_to,
        schemes=list(field.schemes),
        personal=field.personal,
        example=field.example,
        note=note[0],
        note_en=note[1],
    )
