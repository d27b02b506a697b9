"""Scores of items, a type that is one table: for the bench and the tests of the way that is all SQL.

The columns, indexes and foreign key are those that scores of an assessment have: whose, of which item, in which year.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, SmallInteger, String, Table, Uuid

from api.core.database import Database as Pool
from api.core.database import Handle
from api.core.intake import CellKind, Field, Mode, RowSpec
from api.core.transaction import transaction
from api.exchange.imports.pipeline.flat import FlatTable, Lookup
from api.organizations.models import Unit
from tests.databases import Database, Template
from tests.postgres import APP
from tests.world import WORLD

_META = MetaData()
_UNIT: Any = Unit.__table__
Table("unit", _META, Column("id", Uuid(), primary_key=True))
SCORE = Table(
    "test_score",
    _META,
    Column("unit_id", Uuid(), ForeignKey("unit.id"), primary_key=True),
    Column("item", String(20), primary_key=True),
    Column("year", SmallInteger(), primary_key=True),
    Column("points", Integer(), nullable=False),
    Column("remark", String(200)),
    Column("revision", Integer(), nullable=False),
    Index("ix_test_score_item_year", "item", "year"),
)
SCORES = FlatTable(
    SCORE,
    ("unit_id", "item", "year"),
    {
        "unit_id": Lookup("school", _UNIT, "code", "id"),
        "item": "item",
        "year": "year",
        "points": "points",
        "remark": "remark",
    },
)


def _no_rules(*_: Any) -> Any:
    raise AssertionError("this type is written by SQL alone")


SPEC = RowSpec(
    name="score",
    object_type="score",
    title=("得分", "Scores"),
    fields=(
        Field("school", ("学校", "School"), CellKind.REFERENCE, refers_to="school", schemes=("code",), required=True),
        Field("item", ("指标", "Item"), CellKind.CODE, required=True, longest=20),
        Field("year", ("年度", "Year"), CellKind.INTEGER, required=True, least=Decimal(2000), most=Decimal(2100)),
        Field("points", ("得分", "Points"), CellKind.INTEGER, required=True),
        Field("remark", ("说明", "Remark")),
    ),
    keys=("code",),
    permission="school.update",
    take=_no_rules,
    modes=frozenset({Mode.UPSERT}),
    key_fields={"code": ("school", "item", "year")},
)


def _build(database: Database) -> None:
    WORLD.build(database)
    pool = Pool(Handle(database.migration_url), pool_size=1)
    with transaction(pool) as session:
        SCORE.create(session.connection())
        if database.backend == "postgresql":
            session.connection().exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON test_score TO {APP}")
    pool.close()


WITH_SCORES = Template("scores", _build)


def score_csv(codes: list[str], number: int) -> bytes:
    """So many scores of these schools, each of another item or year."""
    lines = ["学校,指标,年度,得分,说明"]
    for index in range(number):
        code, item = codes[index % len(codes)], index // len(codes)
        lines.append(f"{code},A{item % 1000:04},{2020 + item // 1000},{index % 10_000},第{index % 97}次")
    return "\n".join([*lines, ""]).encode()
