"""A mapping held against a file and a type of row: which column fills which field, and how."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.core.errors import ErrorSpec, Refused, Violation
from api.core.intake import Field, How, Mode, RowSpec, Sheet
from api.exchange.reading import errors
from api.exchange.reading.mapping import ColumnIn, MappingIn

_PLAIN = ColumnIn(source=0)


@dataclass(frozen=True, slots=True)
class Target:
    """A field, and what fills it: a column, one group of a column that is split, or a constant."""

    field: Field
    column: ColumnIn = _PLAIN
    source: int | None = None
    heading: str = ""
    group: str | None = None
    constant: str | None = None

    @property
    def pattern(self) -> str | None:
        """The pattern by which the column is split."""
        return self.column.split.pattern if self.column.split else None


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule of rows to leave out; `source` None is any column."""

    source: int | None
    equals: str | None
    starts: str | None
    matches: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with each row. Fields in `required` must be filled."""

    targets: tuple[Target, ...]
    skips: tuple[Skip, ...]
    required: frozenset[str]


def made(mapping: MappingIn, headers: Sequence[str], spec: RowSpec | Sheet, how: How) -> Plan:
    """The plan. Errors: Refused `import.file.mapping` with everything that is wrong, by pointers into the mapping."""
    if mapping.type != spec.name:
        raise Refused(errors.MAPPING_TYPE)
    headings = _Headings(headers)
    faults = [*mapping_faults(mapping, spec), *headings.faults(mapping)]
    required = frozenset(field.name for field in spec.fields if field.required) if how.mode is Mode.CREATE else set()
    filled = {field for field, _ in mapping.targets()}
    missing = [field.name for field in spec.fields if field.name in required and field.name not in filled]
    faults += [Violation(errors.FIELD_UNMAPPED, "/columns", params={"field": name}) for name in missing]
    if faults:
        raise Refused(errors.MAPPING, faults)
    return Plan(tuple(_targets(mapping, headings, spec)), tuple(_skips(mapping, headings)), frozenset(required))


def mapping_faults(mapping: MappingIn, spec: RowSpec | Sheet) -> Iterator[Violation]:
    """What is wrong with a mapping whatever the file: unknown fields, and fields that are filled twice."""
    names = {field.name for field in spec.fields}
    filled = Counter(field for field, _ in mapping.targets())
    for field, pointer in mapping.targets():
        if field not in names:
            yield Violation(errors.FIELD_UNKNOWN, pointer)
        elif filled[field] > 1:
            yield Violation(errors.FIELD_TWICE, pointer)


def _targets(mapping: MappingIn, headings: "_Headings", spec: RowSpec | Sheet) -> Iterator[Target]:
    for column in mapping.columns:
        for name in column.fields:
            source = headings.places[column.source]
            group = name if column.split else None
            yield Target(spec.field(name), column, source, headings.named[source], group)
    for name, value in mapping.constants.items():
        yield Target(spec.field(name), constant=value)


def _skips(mapping: MappingIn, headings: "_Headings") -> Iterator[Skip]:
    for rule in mapping.skip:
        source = None if rule.column is None else headings.places[rule.column]
        yield Skip(source, rule.equals, rule.starts, rule.matches)


class _Headings:
    """The columns of a file by heading and by place."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.named = headers
        self.count = Counter(headers)
        # A heading that occurs twice finds nothing by name.
        once = {heading: place for place, heading in enumerate(headers) if heading and self.count[heading] == 1}
        self.places: Mapping[str | int, int] = once | {place: place for place in range(len(headers))}

    def faults(self, mapping: MappingIn) -> Iterator[Violation]:
        """References to columns that are not there, or not told apart."""
        for place, column in enumerate(mapping.columns):
            if column.fields and (spec := self._fault(column.source)):
                yield Violation(spec, f"/columns/{place}/from")
        for place, rule in enumerate(mapping.skip):
            if rule.column is not None and (spec := self._fault(rule.column)):
                yield Violation(spec, f"/skip/{place}/column")

    def _fault(self, source: str | int) -> ErrorSpec | None:
        if source in self.places:
            return None
        return errors.HEADER_DUPLICATE if isinstance(source, str) and self.count[source] > 1 else errors.HEADER_MISSING
