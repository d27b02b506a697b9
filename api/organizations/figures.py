"""The roll-up of schools: by parent, type, ownership and status how many there are and what is known of them.

What a school counts for is said thrice, of its facts (when it is written), of a frame of new schools (when many are),
and of its row (when everything is counted anew); `qinglian rollups rebuild --check` and the tests hold all to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, select

from api.core.rollups import Cell, Rollup
from api.organizations import rules
from api.organizations.models import School, Unit
from api.organizations.rules import EXPECTED_FIELDS, Facts

if TYPE_CHECKING:
    from polars import DataFrame, Expr

DIMENSIONS = ("type", "ownership", "status")

# What is counted word by word. Unknown is the rest: it needs no measure of its own.
WORDS: Mapping[str, tuple[str, ...]] = {
    "boarding": ("true", "false"),
    "canteen": tuple(map(str, rules.Canteen)),
    "area": tuple(map(str, rules.Area)),
    "party_organization": tuple(map(str, rules.PartyOrganization)),
    "party_coverage": tuple(map(str, rules.PartyCoverage)),
}
_ADDED = ("pupils", "staff")

MEASURES = (
    *("schools", "coded", "complete", "values_known"),
    *(name for field in _ADDED for name in (field, f"{field}_known")),
    *(f"{field}_{word}" for field, words in WORDS.items() for word in words),
)
_NOTHING = dict.fromkeys(MEASURES, 0)

UNIT, SCHOOL = (model.metadata.tables[model.__tablename__] for model in (Unit, School))


def cell_of(facts: Facts) -> Cell:
    """What a school with these facts counts for."""
    unknown = [facts[field] for field in EXPECTED_FIELDS].count(None)
    measures = {**_NOTHING, "schools": 1, "values_known": len(EXPECTED_FIELDS) - unknown}
    measures["coded"] = int(facts["code"] is not None)
    measures["complete"] = int(unknown == 0)
    for field, known in _KNOWN.items():
        if facts[field] is not None:
            measures[field] = facts[field]
            measures[known] = 1
    for field, measured in _MEASURED.items():
        if facts[field] is not None:
            measures[measured[facts[field]]] = 1
    return Cell(facts["parent_id"], tuple([str(facts[name]) for name in DIMENSIONS]), measures)


def cells_of(schools: DataFrame) -> Iterator[Cell]:
    """What the schools of a frame count for, by place; it has a column for each fact, and ids as hex digits."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    expected = [pl.col(field).is_not_null() for field in EXPECTED_FIELDS]
    measures: dict[str, Expr] = {
        "schools": pl.len(),
        "coded": pl.col("code").count(),
        "complete": pl.all_horizontal(expected).sum(),
        "values_known": pl.sum_horizontal(expected).sum(),
        **{field: pl.col(field).sum() for field in _ADDED},
        **{f"{field}_known": pl.col(field).count() for field in _ADDED},
        **{name: (pl.col(field).cast(pl.String) == word).sum() for name, (field, word) in _of_word.items()},
    }
    place = ("parent_id", *DIMENSIONS)
    counted = schools.group_by(place).agg(measures[name].alias(f"={name}") for name in MEASURES)
    for parent_id, *rest in counted.iter_rows():
        key, values = rest[: len(DIMENSIONS)], rest[len(DIMENSIONS) :]
        yield Cell(UUID(parent_id), tuple(key), dict(zip(MEASURES, map(int, values), strict=True)))


# The measures of known numbers, and of words and truth values.
_KNOWN = {field: f"{field}_known" for field in _ADDED}
_VALUES: Mapping[str, bool] = {"true": True, "false": False}
_MEASURED: Mapping[str, Mapping[str | bool, str]] = {
    field: {_VALUES.get(word, word): f"{field}_{word}" for word in words} for field, words in WORDS.items()
}


def counted(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The same counted over the schools that meet `conditions`: what the roll-up must say, and what answers for it."""
    place = (UNIT.c.parent_id.label("unit_id"), SCHOOL.c.type, SCHOOL.c.ownership, UNIT.c.status)
    measures = [(_sums[name] if name in _sums else _number_of(name)).label(name) for name in MEASURES]
    schools = UNIT.join(SCHOOL, SCHOOL.c.id == UNIT.c.id)
    return select(*place, *measures).select_from(schools).where(*conditions).group_by(*place)


def _column(field: str) -> ColumnElement[Any]:
    return (UNIT.c if field in UNIT.c else SCHOOL.c)[field]


_expected = [_column(field) for field in EXPECTED_FIELDS]
_sums: Mapping[str, ColumnElement[Any]] = {
    "schools": func.count(),
    "coded": func.count(UNIT.c.code),
    "complete": func.sum(case((and_(*(column.is_not(None) for column in _expected)), 1), else_=0)),
    "values_known": sum((func.count(column) for column in _expected), literal(0, Integer)),
    **{field: func.coalesce(func.sum(_column(field)), 0) for field in _ADDED},
    **{f"{field}_known": func.count(_column(field)) for field in _ADDED},
}
_of_word = {f"{field}_{word}": (field, word) for field, words in WORDS.items() for word in words}


def _number_of(measure: str) -> ColumnElement[Any]:
    field, word = _of_word[measure]
    value = _column(field)
    return func.sum(case((value.is_(word == "true") if field == "boarding" else value == word, 1), else_=0))


SCHOOL_FIGURES = Rollup("school_figure", DIMENSIONS, MEASURES, counted())
