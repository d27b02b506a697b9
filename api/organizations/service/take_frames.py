"""New schools by the column: rows that nothing can be said against, judged by expressions and not one by one.

Whatever is doubtful is left to `take_schools`, which says what is wrong with it. So a row may be left without harm, and
must never be taken here where it would be refused there, or made something else of
(tests/api/organizations/test_take_frames.py holds both ways to the same rows).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from api.access.permissions import Permission
from api.core.context import Context
from api.core.intake import ByColumn, How, Mode, Row, Taken
from api.core.taking import EXTERNAL, key_field
from api.organizations import queries, rules
from api.organizations.rules import Status, UnitKind
from api.organizations.service.enter_frames import enter_schools, with_names
from api.organizations.service.taking import Parents, UnitCase

if TYPE_CHECKING:
    from polars import DataFrame, Expr, Series

_NEEDED = ("name", "type", "ownership", "parent")
# Of a chunk in which some row lists these no row is taken here: an id may stand twice in ways that no column shows.
_LISTS = ("former_names", "external_ids")
_NUMBERS = ("boarders", "pupils", "staff", "party_members")
_TEXTS = (
    *("name", "short_name", "code", "credit_code", "type", "ownership", "status", "boarding", "canteen", "area"),
    *("party_organization", "party_coverage", "address", "longitude", "latitude"),
)
_DEGREES = r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$"
_MILLION = 1_000_000


def _prepare(ctx: Context, frame: DataFrame, how: How) -> DataFrame | None:
    """The rows of a frame that nothing can be said against, and that are new as yet; with the names that they go by."""
    needed = {key_field(how.scheme), *_NEEDED}
    if how.mode is Mode.UPDATE or how.scheme == "id" or not needed <= set(frame.columns):
        return None
    if any(name in frame.columns and (frame[name].list.len() > 0).any() for name in _LISTS):
        return None
    sound = _unborne(ctx, _facts(frame, how).filter(_sound()), frame, how)
    places = {f"{name}_micro": name for name in ("longitude", "latitude")}
    return with_names(sound.drop(places.values()).rename(places)) if sound.height else None


def _take(ctx: Context, frame: DataFrame, prepared: DataFrame, how: How) -> Taken:
    """Take those rows of a frame that are prepared and still new; write them, if rows are to be written."""
    import polars as pl  # noqa: PLC0415

    these = prepared.filter(pl.col("row").is_between(frame["row"][0], frame["row"][-1]))
    sound = _placed(ctx, _unborne(ctx, these, frame, how), how)
    all_of_them = sound.height == frame.height
    rest = frame.clear() if all_of_them else frame.join(sound, on="row", how="anti", maintain_order="left")
    return Taken(enter_schools(ctx, sound, write=how.write), rest)


BY_COLUMN = ByColumn(_prepare, _take)


# --- What rows say ---------------------------------------------------------------------------------------------------


def _facts(frame: DataFrame, how: How) -> DataFrame:
    """A column for each fact, null where it is not known, places as whole millionths; and what the row is known by."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    kinds = dict.fromkeys(_TEXTS, pl.String) | dict.fromkeys(_NUMBERS, pl.Int64)
    source = how.scheme.removeprefix(EXTERNAL) if how.scheme.startswith(EXTERNAL) else None
    facts = frame.select(
        "row",
        "parent",
        pl.col(key_field(how.scheme)).alias("key"),
        pl.lit(source, pl.String).alias("source"),
        *(pl.col(name) if name in frame.columns else pl.lit(None, kind).alias(name) for name, kind in kinds.items()),
    )
    return facts.with_columns(
        pl.col("status").fill_null(Status.OPERATING.value),
        pl.col("boarding") == "true",
        *(_micro(name).alias(f"{name}_micro") for name in ("longitude", "latitude")),
    )


def _micro(name: str) -> Expr:
    """'115.88' as 115880000; null where it is no decimal number of degrees."""
    import polars as pl  # noqa: PLC0415

    text = pl.when(pl.col(name).str.contains(_DEGREES)).then(pl.col(name))
    parts = text.str.split_exact(".", 1).struct
    fraction = parts.field("field_1").fill_null("").str.pad_end(6, "0")
    return (parts.field("field_0") + fraction).cast(pl.Int64)


def _sound() -> Expr:
    """What `rules.school_violations` asks, and the columns that a school cannot do without."""
    import polars as pl  # noqa: PLC0415

    boarders, places = pl.col("boarders"), (("longitude", 180), ("latitude", 90))
    return pl.all_horizontal(
        pl.col("key", *_NEEDED).is_not_null(),
        _code_sound(),
        _credit_code_sound(),
        (boarders <= pl.col("pupils")).fill_null(value=True),
        ((boarders == 0) | pl.col("boarding")).fill_null(value=True),
        *(
            pl.col(name).is_null() | (pl.col(f"{name}_micro").abs() <= most * _MILLION).fill_null(value=False)
            for name, most in places
        ),
    )


def _code_sound() -> Expr:
    import polars as pl  # noqa: PLC0415

    code = pl.col("code")
    categories = {kind.value: category for kind, category in rules.CATEGORIES.items()}
    right = pl.all_horizontal(
        code.str.contains(r"^[0-9]{10}$"),
        code.str.slice(0, 2) == pl.col("type").replace_strict(categories, default=None, return_dtype=pl.String),
        code.str.slice(2, 2).is_in(sorted(rules.PROVINCES)),
    )
    return code.is_null() | right.fill_null(value=False)


def _credit_code_sound() -> Expr:
    import polars as pl  # noqa: PLC0415

    return pl.col("credit_code").map_batches(_credit_codes_sound, return_dtype=pl.Boolean, is_elementwise=True)


def _credit_codes_sound(codes: Series) -> Series:
    import polars as pl  # noqa: PLC0415

    return pl.Series([code is None or rules.credit_code_sound(code) for code in codes.to_list()], dtype=pl.Boolean)


# --- What no two may share -------------------------------------------------------------------------------------------


def _unborne(ctx: Context, sound: DataFrame, frame: DataFrame, how: How) -> DataFrame:
    """Rows whose codes and ids nobody bears, or bore, and no other row of the frame says."""
    import polars as pl  # noqa: PLC0415

    wanted: dict[str, str] = {name: name for name in ("code", "credit_code") if name in frame.columns}
    if how.scheme.startswith(EXTERNAL):
        wanted["key"] = how.scheme
    for name, scheme in wanted.items():
        said = Counter(frame[key_field(scheme)].drop_nulls().to_list())
        doubtful = {value for value, number in said.items() if number > 1}
        doubtful |= queries.borne_by_any(ctx, scheme, sound[name].drop_nulls().to_list())
        if doubtful:
            sound = sound.filter(~pl.col(name).is_in(sorted(doubtful)).fill_null(value=False))
    return sound


# --- Where they stand ------------------------------------------------------------------------------------------------


def _placed(ctx: Context, sound: DataFrame, how: How) -> DataFrame:
    """Rows whose parent can be one unit only, with that unit's id, path and depth."""
    import polars as pl  # noqa: PLC0415

    creates = queries.paths_for(ctx, Permission.SCHOOL_CREATE)
    cases = [UnitCase(Row(0, {"parent": text}), None) for text in sorted(set(sound["parent"].to_list()))]
    parents = Parents.read(ctx, cases, how, rules.PARENTS[UnitKind.SCHOOL], creates, hints=False)
    for case in cases:
        parents.judge_new(case)
    schema = {"parent": pl.String, "parent_id": pl.String, "above": pl.String, "depth": pl.Int64}
    found = pl.DataFrame(list(_places(cases)), schema=schema, orient="row")
    return sound.join(found, on="parent", maintain_order="left")


def _places(cases: Iterable[UnitCase]) -> Iterable[tuple[Any, ...]]:
    for case in cases:
        if case.parent is not None and not case.faults:
            yield case.row.values["parent"], case.parent.id.hex, case.parent.path, case.parent.depth + 1
