"""Rows that say of a school what is known of it: most of a file that comes again. Held against it by the column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.access.permissions import Permission
from api.core.context import Context
from api.core.intake import Action, How, Mode
from api.organizations import queries, rules
from api.organizations.queries import Named
from api.organizations.rules import UnitKind

if TYPE_CHECKING:
    from polars import DataFrame, Expr

PLACES = ("longitude", "latitude")
NUMBERS = ("boarders", "pupils", "staff", "party_members")
WORDS = (
    *("name", "short_name", "code", "credit_code", "type", "ownership", "status", "canteen", "area"),
    *("party_organization", "party_coverage", "address"),
)
BOARDING = "boarding"  # a choice of two words, kept as a truth value
LISTS = ("former_names", "external_ids")
_DEGREES = r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$"


def held_by(ctx: Context, frame: DataFrame, key: str, how: How) -> DataFrame:
    """The schools that the rows of a frame are, by their keys; what is held of one has a sign before its name."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    own: dict[str, Any] = {"id": pl.String, "parent_id": pl.String, "path": pl.String, "revision": pl.Int64}
    kinds = dict.fromkeys(WORDS, pl.String) | dict.fromkeys((*NUMBERS, *PLACES), pl.Int64) | {BOARDING: pl.Boolean}
    facts = {name: kind for name, kind in kinds.items() if name in frame.columns}
    schema = {f"={name}": kind for name, kind in (own | facts).items()}
    rows = queries.stored_schools(ctx, how.scheme, frame[key].drop_nulls().to_list(), facts)
    held = pl.DataFrame(rows, schema=schema | {key: pl.String}, orient="row")
    return held.with_columns(pl.col("=id", "=parent_id").str.replace_all("-", "", literal=True))


def same_rows(ctx: Context, frame: DataFrame, held: DataFrame, how: How) -> DataFrame:
    """The rows of a frame that say nothing new, with the `id` and `revision` of their schools."""
    import polars as pl  # noqa: PLC0415

    key = held.columns[-1]
    same = frame.clear() if how.mode is Mode.CREATE else frame
    said = [name[1:] for name in held.columns if name.startswith("=") and name[1:] in frame.columns]
    lists = [name for name in LISTS if name in frame.columns]
    same = same.join(held, on=key, how="inner").filter(
        _within(ctx),
        pl.lit(value=True) if "nulls" not in frame.columns else pl.col("nulls").list.len() == 0,
        *(_same(name, how) for name in said if name != "id"),
        *(pl.col(name).is_null() & (not how.clear) for name in lists),
    )
    if "parent" in frame.columns:
        same = _below_its_parent(ctx, same, how)
    return same.select(
        "row", pl.col(key).alias("key"), pl.col("=id").alias("id"), pl.col("=revision").alias("revision")
    )


def still_same(ctx: Context, same: DataFrame) -> DataFrame:
    """Those of these rows whose schools have not changed since, as `Taken.done`."""
    import polars as pl  # noqa: PLC0415

    schema = {"id": pl.String, "revision": pl.Int64}
    now = pl.DataFrame(queries.revisions_of(ctx, same["id"].to_list()), schema=schema, orient="row")
    now = now.with_columns(pl.col("id").str.replace_all("-", "", literal=True))
    return same.join(now, on=["id", "revision"], how="semi").select(
        "row",
        pl.lit(Action.UNCHANGED.value).alias("action"),
        "id",
        "key",
        pl.col("revision").alias("revision_before"),
        "revision",
        pl.lit(None, pl.String).alias("document_hash"),
    )


def micro(name: str) -> Expr:
    """A column of degrees in whole millionths, '115.88' as 115880000; null where it is no decimal number of degrees."""
    import polars as pl  # noqa: PLC0415

    text = pl.when(pl.col(name).str.contains(_DEGREES)).then(pl.col(name))
    parts = text.str.split_exact(".", 1).struct
    fraction = parts.field("field_1").fill_null("").str.pad_end(6, "0")
    return (parts.field("field_0") + fraction).cast(pl.Int64)


def _within(ctx: Context) -> Expr:
    """Whether the school lies where the actor may change it."""
    import polars as pl  # noqa: PLC0415

    paths = queries.paths_for(ctx, Permission.SCHOOL_UPDATE)
    return pl.any_horizontal(pl.lit(value=False), *(pl.col("=path").str.starts_with(path) for path in paths))


def _same(name: str, how: How) -> Expr:
    """Whether a cell says what is held; a blank one says nothing, or that nothing is to be held."""
    import polars as pl  # noqa: PLC0415

    held = pl.col(f"={name}")
    cell = micro(name) if name in PLACES else pl.col(name) == "true" if name == BOARDING else pl.col(name)
    blank = held.is_null() if how.clear else pl.lit(value=True)
    return pl.when(pl.col(name).is_null()).then(blank).otherwise((cell == held).fill_null(value=False))


def _below_its_parent(ctx: Context, same: DataFrame, how: How) -> DataFrame:
    """Rows that name the unit above their school, or none."""
    import polars as pl  # noqa: PLC0415

    pairs = same.select("parent", "=parent_id").drop_nulls().unique()
    known = [UUID(unit_id) for unit_id in pairs["=parent_id"].unique().to_list()]
    named = Named(
        how.references.get("parent", "name"), pairs["parent"].unique().to_list(), rules.PARENTS[UnitKind.SCHOOL]
    )
    found = queries.candidates(ctx, named, (), known)
    right = [(text, unit.id.hex) for text, units in found.items() for unit in units]
    schema = {"parent": pl.String, "=parent_id": pl.String}
    below = same.join(pl.DataFrame(right, schema=schema, orient="row"), on=list(schema), how="semi")
    return below if how.clear else pl.concat([below, same.filter(pl.col("parent").is_null())])
