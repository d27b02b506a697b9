"""Tables of imports: the import, its parts, its staged rows in blocks, its faults, what each chunk did.

Rows are staged and their outcomes kept by the block, not one by one: nothing asks for a single one of them, and
a block of a thousand costs what one row does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import KEY_IN_USE
from api.core.intake import Mode
from api.exchange.imports.rules import Atomic, ImportState, OnBlank


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Import(Base):
    """One file on its way in. `revision` counts what people do to it and its states, not its progress.

    Who made it is an account or a machine client, hence no foreign key, and its name beside it.
    `request_key` is the caller's Idempotency-Key of a one-shot import, `request_print` the digest of what was asked.
    `found` is what reading found out about the file, `groups` the faults counted by what they are.
    `phase` and `cursor` say where the background goes on; they are committed with the rows of each chunk. `rows_staged` says
    that the file was read to its end and its rows are kept.
    A bundle is an import whose members are imports: they name it, and their `place` in its order. Its `cursor` is the place
    of the member whose turn it is.
    """

    __tablename__ = "import"
    __table_args__ = (
        CheckConstraint(_one_of("state", ImportState), name="state"),
        CheckConstraint(_one_of("mode", Mode), name="mode"),
        CheckConstraint(_one_of("atomic", Atomic), name="atomic"),
        CheckConstraint(_one_of("on_blank", OnBlank), name="on_blank"),
        UniqueConstraint("request_key"),
        Index(None, "created_by", "id"),
        Index(None, "unit_id", "id"),
        Index(None, "state", "expires_at"),
        Index(None, "bundle_id", "place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(40))
    bundle_id: Mapped[UUID | None] = mapped_column(ForeignKey("import.id"))
    place: Mapped[int | None]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    filename: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(24))
    mode: Mapped[str] = mapped_column(String(10))
    atomic: Mapped[str] = mapped_column(String(4))
    validate_only: Mapped[bool]
    id_scheme: Mapped[str | None] = mapped_column(String(44))
    references: Mapped[dict[str, Any]]
    on_blank: Mapped[str] = mapped_column(String(5))
    format: Mapped[str | None] = mapped_column(String(10))
    encoding: Mapped[str | None] = mapped_column(String(20))
    delimiter: Mapped[str | None] = mapped_column(String(1))
    sheet: Mapped[str | None] = mapped_column(String(200))
    header_row: Mapped[int | None]
    mapping_id: Mapped[UUID | None]
    mapping: Mapped[dict[str, Any] | None]
    max_errors: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(500))
    announced: Mapped[int | None] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    request_key: Mapped[str | None] = mapped_column(String(64))
    request_print: Mapped[str | None] = mapped_column(String(64))
    job_id: Mapped[UUID | None]
    found: Mapped[dict[str, Any] | None]
    phase: Mapped[str | None] = mapped_column(String(12))
    cursor: Mapped[str | None] = mapped_column(String(40))
    phase_at: Mapped[datetime | None]
    rows_done: Mapped[int]
    rows_total: Mapped[int | None]
    bytes_done: Mapped[int] = mapped_column(BigInteger)
    rows_staged: Mapped[bool]
    counts: Mapped[dict[str, Any]]
    warnings: Mapped[list[Any]]
    groups: Mapped[list[Any]]
    failure_code: Mapped[str | None] = mapped_column(String(80))
    failure_params: Mapped[dict[str, Any] | None]
    created_by: Mapped[UUID]
    creator: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    uploaded_at: Mapped[datetime | None]
    validated_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class ImportPart(Base):
    """A part of the file as it lies in the storage."""

    __tablename__ = "import_part"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(100))


class ImportBlock(Base):
    """Staged rows: a frame in Arrow's file format."""

    __tablename__ = "import_block"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportFault(Base):
    """What is wrong with a row, up to the import's `max_errors`. `value` is masked where the field is personal."""

    __tablename__ = "import_fault"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheet: Mapped[str | None] = mapped_column(String(200))
    column: Mapped[str | None] = mapped_column(String(200))
    field: Mapped[str | None] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(80))
    value: Mapped[str | None] = mapped_column(String(100))
    params: Mapped[dict[str, Any]]
    suggestions: Mapped[list[Any]]


class ImportOutcome(Base):
    """What a chunk did with its rows, as JSON lines that are compressed: results, and what undoing needs.

    `undone` is what became of them when the import was rolled back.
    """

    __tablename__ = "import_outcome"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    undone: Mapped[bool]


map_constraint("uq_import_request_key", KEY_IN_USE)
