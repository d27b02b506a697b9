"""Schools by the column: new ones that nothing can be said against, and those of which nothing new is said.

Whatever is doubtful, or changes something, is left to `take_schools`, which says what is wrong with it. So a row may be
left without harm, and must never be taken here where it would be refused there, or made something else of
(tests/api/organizations/test_take_frames.py holds both ways to the same rows).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from api.access.permissions import Permission
from api.core.context import Context
from api.core.intake import ByColumn, How, Mode, Row, Taken
from api.core.taking import EXTERNAL, key_field
from api.organizations import queries, rules
from api.organizations.rules import Status, UnitKind
from api.organizations.service.enter_frames import enter_schools, with_names
from api.organizations.service.same_frames import (
    BOARDING,
    LISTS,
    NUMBERS,
    PLACES,
    WORDS,
    held_by,
    micro,
    same_rows,
    still_same,
)
from api.organizations.service.taking import Parents, UnitCase

if TYPE_CHECKING:
    from polars import DataFrame, Expr, Series

_NEEDED = ("name", "type", "ownership", "parent")
_MILLION = 1_000_000


def _prepare(ctx: Context, frame: DataFrame, how: How) -> DataFrame | None:
    """The rows of a frame that can be taken here as it looks now.

    Those that are new have the names that they go by, the others the `id` and `revision` of the school that they are.
    """
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    key = key_field(how.scheme)
    if how.scheme == "id" or key not in frame.columns:
        return None
    held = held_by(ctx, frame, key, how)
    same = same_rows(ctx, frame, held, how)
    new = _new(ctx, frame, frame.join(held, on=key, how="anti", maintain_order="left"), how)
    return pl.concat([new, same], how="diagonal") if new.height or same.height else None


def _take(ctx: Context, frame: DataFrame, prepared: DataFrame, how: How) -> Taken:
    """Take those rows of a frame that are prepared, and that nothing has come in the way of; write the new ones."""
    import polars as pl  # noqa: PLC0415

    these = prepared.filter(pl.col("row").is_between(frame["row"][0], frame["row"][-1]))
    new = these.filter(pl.col("revision").is_null()).drop("id", "revision")
    done = still_same(ctx, these.filter(pl.col("revision").is_not_null()))
    if new.height:
        done = pl.concat([_enter(ctx, frame, new, how), done]).sort("row")
    all_of_them = done.height == frame.height
    return Taken(done, frame.clear() if all_of_them else frame.join(done, on="row", how="anti", maintain_order="left"))


BY_COLUMN = ByColumn(_prepare, _take)


# --- New ones --------------------------------------------------------------------------------------------------------


def _new(ctx: Context, frame: DataFrame, rows: DataFrame, how: How) -> DataFrame:
    """Those of `rows` of a frame that can be entered as they are."""
    import polars as pl  # noqa: PLC0415

    # An id that is listed may stand twice in ways that no column shows: then no row of the frame is taken as new here.
    lists = any(name in frame.columns and (frame[name].list.len() > 0).any() for name in LISTS)
    if how.mode is Mode.UPDATE or lists or not set(_NEEDED) <= set(frame.columns):
        rows = rows.clear()
    sound = _unborne(ctx, _facts(rows, how).filter(_sound()), frame, how) if rows.height else None
    if sound is None or not sound.height:
        return pl.DataFrame(schema={"row": pl.Int64, "id": pl.String, "revision": pl.Int64})
    named = with_names(sound.drop(PLACES).rename({f"{name}_micro": name for name in PLACES}))
    return named.with_columns(id=pl.lit(None, pl.String), revision=pl.lit(None, pl.Int64))


def _enter(ctx: Context, frame: DataFrame, new: DataFrame, how: How) -> DataFrame:
    """Enter them, if they are to be written, but for those whose codes and ids are somebody's by now, or were once.

    Hardly ever are they somebody's by now, and then the tables say so themselves: only then is it asked whose are.
    """
    unique = _unique(frame, how)
    for name, scheme in unique.items():
        new = _without(new, name, queries.withdrawn(ctx, scheme, new[name].drop_nulls().to_list()))
    new = _placed(ctx, new, how)
    entered = _entered(ctx, new) if how.write else None
    if entered is not None:
        return entered
    for name, scheme in unique.items():
        new = _without(new, name, queries.borne_by_any(ctx, scheme, new[name].drop_nulls().to_list()))
    return enter_schools(ctx, new, write=how.write)


def _entered(ctx: Context, new: DataFrame) -> DataFrame | None:
    """What became of the rows; None, and nothing is written, where one of them cannot be."""
    try:
        with ctx.session.begin_nested():
            return enter_schools(ctx, new, write=True)
    except IntegrityError:
        return None


# --- What rows say ---------------------------------------------------------------------------------------------------


def _facts(frame: DataFrame, how: How) -> DataFrame:
    """A column for each fact, null where it is not known, places as whole millionths; and what the row is known by."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    kinds = dict.fromkeys((*WORDS, BOARDING, *PLACES), pl.String) | dict.fromkeys(NUMBERS, pl.Int64)
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
        *(micro(name).alias(f"{name}_micro") for name in PLACES),
    )


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


def _unique(frame: DataFrame, how: How) -> dict[str, str]:
    """The columns that no two may share, and the scheme of each."""
    found = {name: name for name in ("code", "credit_code") if name in frame.columns}
    return found | ({"key": how.scheme} if how.scheme.startswith(EXTERNAL) else {})


def _unborne(ctx: Context, sound: DataFrame, frame: DataFrame, how: How) -> DataFrame:
    """Rows whose codes and ids no other row of the frame says, and nobody bears: of the key that is known already."""
    for name, scheme in _unique(frame, how).items():
        said = Counter(frame[key_field(scheme)].drop_nulls().to_list())
        doubtful = {value for value, number in said.items() if number > 1}
        if scheme != how.scheme:
            doubtful |= queries.borne_by_any(ctx, scheme, sound[name].drop_nulls().to_list())
        sound = _without(sound, name, doubtful)
    return sound


def _without(rows: DataFrame, name: str, values: set[str]) -> DataFrame:
    """Rows that say none of these."""
    import polars as pl  # noqa: PLC0415

    return rows.filter(~pl.col(name).is_in(sorted(values)).fill_null(value=False)) if values else rows


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
