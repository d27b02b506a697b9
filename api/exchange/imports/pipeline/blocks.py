"""Staged rows: frames on their way into the database and back, and rows that bear the same key."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from api.core.intake import Row
from api.exchange.imports.models import ImportBlock

if TYPE_CHECKING:
    import polars as pl

_BLOCK: Any = ImportBlock.__table__
_TWINS = -1  # the block that holds the rows left out because another bears their key


def packed(frame: pl.DataFrame) -> tuple[int, bytes]:
    """A frame as it is kept: how many rows, and Arrow's file format."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="lz4")
    return frame.height, buffer.getvalue()


def concealed(frame: pl.DataFrame, conceal: Callable[[dict[str, Any]], dict[str, Any]]) -> pl.DataFrame:
    """The frame with the values of each row as `conceal` leaves them."""
    import polars as pl  # noqa: PLC0415

    fields = frame.drop("row", "nulls", strict=False)
    kept = frame.drop(fields.columns)
    rows = [conceal({name: value for name, value in row.items() if value is not None}) for row in fields.to_dicts()]
    return pl.concat([kept, pl.DataFrame(rows, schema=fields.schema)], how="horizontal")


def store(session: Session, import_id: UUID, number: int, content: tuple[int, bytes]) -> None:
    """Keep a block; one that is there under this number is replaced."""
    session.execute(delete(_BLOCK).where(_BLOCK.c.import_id == import_id, _BLOCK.c.number == number))
    row = {"import_id": import_id, "number": number, "rows": content[0], "content": content[1]}
    session.execute(insert(_BLOCK), row)


def load(session: Session, import_id: UUID, number: int, columns: list[str] | None = None) -> pl.DataFrame | None:
    """A block, or only some of its columns; None past the last."""
    import polars as pl  # noqa: PLC0415 (the server does without it until a file comes)

    stmt = select(_BLOCK.c.content).where(_BLOCK.c.import_id == import_id, _BLOCK.c.number == number)
    content = session.execute(stmt).scalar_one_or_none()
    if content is None:
        return None
    return pl.read_ipc(io.BytesIO(content), columns=columns)


def count(session: Session, import_id: UUID) -> int:
    """How many rows are staged, twins included."""
    stmt = select(func.coalesce(func.sum(_BLOCK.c.rows), 0))
    found: int = session.execute(stmt.where(_BLOCK.c.import_id == import_id, _BLOCK.c.number >= 0)).scalar_one()
    return found


def twins(session: Session, import_id: UUID) -> dict[int, int]:
    """Rows that are left out because another bears their key, and which."""
    frame = load(session, import_id, _TWINS)
    return {} if frame is None else dict(zip(frame["row"].to_list(), frame["other"].to_list(), strict=True))


def store_twins(session: Session, import_id: UUID, found: dict[int, int]) -> None:
    """Keep them."""
    import polars as pl  # noqa: PLC0415

    store(session, import_id, _TWINS, packed(pl.DataFrame({"row": list(found), "other": list(found.values())})))


def hashed(frame: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """A hash of each row's key, in 16 bytes a row: two million rows must not fill the memory."""
    import polars as pl  # noqa: PLC0415

    return _keyed(frame, key).select("row", pl.struct(key).hash().alias("=hash"))


def find_twins(session: Session, import_id: UUID, key: Sequence[str], hashed: Sequence[pl.DataFrame]) -> dict[int, int]:
    """Every row whose key another row bears as well, and that row: the first of them, for the first the second.

    `hashed` are the keys of all blocks; those that meet are looked up in full.
    """
    import polars as pl  # noqa: PLC0415

    if not hashed:
        return {}
    met = pl.concat(hashed).filter(pl.col("=hash").is_duplicated()).select("row")
    if not met.height:
        return {}
    # A field may be called anything but what begins with a sign.
    keys = pl.concat([_keyed(frame, key).join(met, on="row", how="semi") for frame in _all(session, import_id)])
    first = keys.group_by(key).agg(pl.col("row").sort().head(2).alias("=pair"), pl.len().alias("=number"))
    found = keys.join(first.filter(pl.col("=number") > 1), on=list(key)).sort("row")
    pairs = zip(found["row"].to_list(), found["=pair"].to_list(), strict=True)
    return {row: pair[1] if row == pair[0] else pair[0] for row, pair in pairs}


def _all(session: Session, import_id: UUID) -> Iterator[pl.DataFrame]:
    number = 0
    while (frame := load(session, import_id, number)) is not None:
        number += 1
        yield frame


def _keyed(frame: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows of a frame that say the whole of their key."""
    return frame.select("row", *key).drop_nulls()


def without(frame: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    """The frame but for these rows."""
    import polars as pl  # noqa: PLC0415

    return frame.filter(~pl.col("row").is_in(rows)) if rows else frame


def rows_of(frame: pl.DataFrame, *, clear: bool) -> list[Row]:
    """Rows as `take` gets them. A blank cell leaves its field alone, or with `clear` empties it; `__NULL__` always does."""
    nulls = frame["nulls"].to_list() if "nulls" in frame.columns else None
    numbers = frame["row"].to_list()
    records = frame.drop("row", "nulls", strict=False).to_dicts()
    if not clear:
        records = [{name: value for name, value in record.items() if value is not None} for record in records]
    for record, cleared in zip(records, nulls or (), strict=False):
        if cleared:
            record.update(dict.fromkeys(cleared))
    return [Row(number, record) for number, record in zip(numbers, records, strict=True)]
