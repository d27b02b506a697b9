"""A type of row with a field of every kind, and files to read as such rows."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from polars import DataFrame

from api.core.context import Context
from api.core.intake import CellKind, Field, How, Mode, Outcome, Row, RowSpec
from api.exchange.reading import Asked, Look, MappingIn, look, propose, read


def take_none(_: Context, __: Sequence[Row], ___: How) -> list[Outcome]:
    """These rows only go as far as being read."""
    return []


SPEC = RowSpec(
    name="canteen",
    object_type="canteen",
    title=("食堂", "Canteens"),
    fields=(
        Field(
            "code",
            ("标识码", "Code"),
            CellKind.CODE,
            aliases=("学校标识码",),
            required=True,
            pattern=r"\d{10}",
            example="2134000001",
        ),
        Field("name", ("名称", "Name"), required=True, longest=20, example="第一食堂"),
        Field("opened_on", ("启用日期", "Opened on"), CellKind.DATE, example="2024-03-01"),
        Field("seats", ("座位数", "Seats"), CellKind.INTEGER, least=Decimal(0), most=Decimal(5000), example="300"),
        Field("fee", ("伙食费", "Meal fee"), CellKind.DECIMAL, places=2, least=Decimal(-1000), example="12.50"),
        Field("licensed", ("有许可证", "Licensed"), CellKind.BOOLEAN, example="是"),
        Field(
            "run_by",
            ("经营方式", "Run by"),
            CellKind.CHOICE,
            choices={
                "school": ("自营", "The school"),
                "contractor": ("委托经营", "A contractor"),
                "none": ("无食堂", "None"),
            },
            example="自营",
        ),
        Field("meals", ("供餐", "Meals"), CellKind.LIST, example="早餐、午餐"),
        Field("unit", ("学区", "District"), CellKind.REFERENCE, refers_to="unit", schemes=("code",), example="990124"),
        Field("manager", ("负责人", "Manager"), personal=True, longest=10, example="张某"),
        Field("area_code", ("区号", "Area code"), CellKind.CODE, pattern=r"0\d{3}", personal=True),
    ),
    keys=("code",),
    permission="school.update",
    take=take_none,
)
UPSERT = How(Mode.UPSERT, "code", {}, write=False)
CREATE = How(Mode.CREATE, "code", {}, write=False)


@dataclass(frozen=True)
class Fault:
    """A fault as tests compare it."""

    row: int
    field: str | None
    code: str


@dataclass
class Table:
    """Everything that was read of a file."""

    rows: list[dict[str, Any]]
    faults: list[dict[str, Any]]
    seen: int
    skipped: int

    @property
    def found(self) -> list[Fault]:
        """The faults without their circumstances."""
        return [Fault(each["row"], each["field"], each["code"]) for each in self.faults]

    def column(self, field: str) -> list[Any]:
        """The values of one field."""
        return [row[field] for row in self.rows]


def written(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    """A file with this content; text is UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(folder: Path, content: bytes) -> Path:
    """The content, compressed by gzip."""
    return written(folder, gzip.compress(content), "table.csv.gz")


def read_all(
    path: Path,
    mapping: MappingIn | None = None,
    *,
    asked: Asked | None = None,
    spec: RowSpec = SPEC,
    how: How = UPSERT,
) -> Table:
    """The whole file, by the mapping proposed for it when there is no other."""
    asked = asked or Asked()
    mapping = mapping or propose(look(path, asked), spec).mapping
    blocks = list(read(path, asked, mapping, spec, how))
    return Table(
        [row for block in blocks for row in block.frame.to_dicts()],
        [_fault(fault) for block in blocks for fault in block.faults.to_dicts()],
        sum(block.seen for block in blocks),
        sum(block.skipped for block in blocks),
    )


def _fault(fault: dict[str, Any]) -> dict[str, Any]:
    return fault | {"params": orjson.loads(fault["params"])}


def mapped(columns: Iterable[dict[str, Any]], **more: Any) -> MappingIn:
    """A mapping to the fields of the type above."""
    return MappingIn.model_validate({"type": SPEC.name, "columns": list(columns), **more})


def to_names(seen: Look) -> list[str | None]:
    """Which fields are proposed for the columns, in their order."""
    return [column.to for column in propose(seen, SPEC).columns]


def frame_of(path: Path, spec: RowSpec = SPEC) -> DataFrame:
    """The first block of a file as it is handed on."""
    seen = look(path, Asked())
    return next(read(path, Asked(), propose(seen, spec).mapping, spec, UPSERT)).frame
