"""Writing a frame of new schools: tables, sort keys and search tokens, figures, hashes; as `in_bulk` does for objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.core import rollups
from api.core.context import Context
from api.core.frames import insert_frame, new_ids
from api.core.intake import Action
from api.organizations.canonical import school_hashes
from api.organizations.figures import SCHOOL_FIGURES, cells_of
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.rules import UnitKind
from api.organizations.service.in_bulk import segments
from api.organizations.service.tree import naming

if TYPE_CHECKING:
    from polars import DataFrame

_UNIT, _SCHOOL, _EXTERNAL = (model.metadata.tables[model.__tablename__] for model in (Unit, School, UnitExternalId))


def enter_schools(ctx: Context, new: DataFrame, *, write: bool) -> DataFrame:
    """Write new schools, if they are to be written; what became of each row, as `Taken.done`.

    `new` has `row`, `key` and `source` (the system whose id the key is; null in every row where it is none), a column
    for each fact but lists, places in whole millionths, names as of `with_names`, `parent_id`, `above` and `depth`.
    """
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    hashes: list[str] | None = None
    if write:
        new = _identified(new)
        _insert(ctx, new)
        rollups.add(ctx, SCHOOL_FIGURES, cells_of(new))
        hashes = school_hashes(new, ctx.now)
    return new.select(
        "row",
        pl.lit(Action.CREATED.value).alias("action"),
        pl.col("id") if write else pl.lit(None, pl.String).alias("id"),
        "key",
        pl.lit(None, pl.Int64).alias("revision_before"),
        pl.lit(1 if write else None, pl.Int64).alias("revision"),
        pl.Series("document_hash", hashes, dtype=pl.String)
        if hashes
        else pl.lit(None, pl.String).alias("document_hash"),
    )


def with_names(new: DataFrame) -> DataFrame:
    """With how each is sorted and found."""
    import polars as pl  # noqa: PLC0415

    known = new.select("name", "short_name", "code", "credit_code", pl.when(pl.col("source").is_not_null()).then("key"))
    named = [naming(name, short_name, (), codes) for name, short_name, *codes in known.iter_rows()]
    schema = dict.fromkeys(("sort_key", "short_sort_key", "search_tokens"), pl.String)
    return new.with_columns(*pl.DataFrame(named, schema=schema, orient="row"))


def _identified(new: DataFrame) -> DataFrame:
    """With ids and places in the tree."""
    import polars as pl  # noqa: PLC0415

    path = pl.col("above") + pl.Series(list(segments(new.height)), dtype=pl.String) + "/"
    return new.with_columns(new_ids(new.height), path=path, former_names=pl.lit("[]"))


def _insert(ctx: Context, new: DataFrame) -> None:
    times = {"created_at": ctx.now, "updated_at": ctx.now}
    insert_frame(ctx.session, _UNIT, new, {"kind": UnitKind.SCHOOL.value, "revision": 1, **times})
    insert_frame(ctx.session, _SCHOOL, new)
    if new["source"].null_count() < new.height:
        insert_frame(ctx.session, _EXTERNAL, new.select(scheme="source", value="key", unit_id="id"))
