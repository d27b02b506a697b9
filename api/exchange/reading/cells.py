"""Columns of text made into columns of values.

What is usual goes the fast way, whole columns at a time; each further spelling is read once, by `values`. What neither
understands is a fault with its place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from api.core import expected
from api.core.errors import ErrorSpec
from api.core.intake import CellKind, Field
from api.exchange.reading import cell_errors, limits, values
from api.exchange.reading.mapping import ColumnIn

if TYPE_CHECKING:
    from polars import Series

NULL = "__NULL__"
_LIST = r"[、，,；;|\n]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
# Full-width digits and letters; words keep their width, for a school is called by them.
_WIDE = {chr(place + 0xFEE0): chr(place) for place in range(0x21, 0x7F) if chr(place).isalnum() or chr(place) in "-.,+"}
_NARROW = frozenset({CellKind.CODE, CellKind.REFERENCE, CellKind.DATE, CellKind.MOMENT})
_ZEROS_MOST = 4
_SUGGESTED = 3
_GUESSED_MOST = 200  # distinct values that near ones are looked for, in one block

Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A fault of some cells of a column: which ones, why, and for a cell's text what may have been meant."""

    where: Series
    spec: ErrorSpec
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cells:
    """A column of values; null where the cell is blank, cleared, or at fault."""

    values: Series
    faults: tuple[Found, ...]
    cleared: Series | None


@dataclass(frozen=True, slots=True)
class Text:
    """A column of trimmed text, null where blank; what may be in it, see `Raw`."""

    cells: Series
    spoilt: bool = True
    wide: bool = True


def parse(column_text: Text, asked: Field, column: ColumnIn, *, required: bool) -> Cells:
    """The values of a column, and its faults."""
    text = column_text.cells
    if column.values:
        text = _translated(text, column.values)
    faults: list[Found] = []
    cleared = text == NULL if (text == NULL).any() else None
    if cleared is not None:
        text = _without(text, cleared)
    if required:
        faults += _found(text.is_null() if cleared is None else text.is_null() & ~cleared, cell_errors.REQUIRED)
    if column_text.spoilt:
        text, bad = _unspoilt(text)
        faults += bad
    if column_text.wide and asked.kind in _NARROW:
        text = text.str.replace_many(_WIDE)
    made, more = _READERS[asked.kind](text, asked, column)
    return Cells(made, (*faults, *more), cleared)


def _unspoilt(text: Series) -> tuple[Series, list[Found]]:
    faults: list[Found] = []
    for pattern, spec in ((_CONTROL, cell_errors.CONTROL), ("\ufffd", cell_errors.DAMAGED_TEXT)):
        faults += _found(text.str.contains(pattern), spec)
    for fault in faults:
        text = _without(text, fault.where)
    return text, faults


def _without(series: Series, where: Series) -> Series:
    import polars as pl  # noqa: PLC0415

    return pl.select(pl.when(~where.fill_null(value=False)).then(series)).to_series()


def _found(where: Series, spec: ErrorSpec, **params: Any) -> list[Found]:
    return [Found(where.fill_null(value=False), spec, params)] if where.any() else []


def _translated(text: Series, meanings: Mapping[str, str]) -> Series:
    """The file's words in ours, whatever the field: a word that means nothing (`z`, not applicable) leaves a blank cell."""
    import polars as pl  # noqa: PLC0415

    known = {values.plain(word): meaning for word, meaning in meanings.items()}
    words = [word for word in text.unique().to_list() if word is not None and values.plain(word) in known]
    return text.replace(words, pl.Series([known[values.plain(word)] or None for word in words], dtype=pl.String))


def _slowly(text: Series, fast: Series, read: Read, params: Mapping[str, Any]) -> tuple[Series, list[Found]]:
    """`fast`, completed by `read` where it has no value for a text; and the faults that `read` finds."""
    odd = text.is_not_null() & fast.is_null()
    if not odd.any():
        return fast, []
    words = text.filter(odd).unique().to_list()
    results = {word: read(word) for word in words}
    good = {word: value for word, value in results.items() if not isinstance(value, ErrorSpec)}
    if good:
        made = text.replace_strict(list(good), list(good.values()), default=None, return_dtype=fast.dtype)
        fast = fast.zip_with(fast.is_not_null(), made)
    faults = []
    for spec in dict.fromkeys(value for value in results.values() if isinstance(value, ErrorSpec)):
        bad = [word for word, value in results.items() if value is spec]
        faults.append(Found((odd & text.is_in(bad)).fill_null(value=False), spec, params))
    return fast, faults


def _length(made: Series, asked: Field) -> list[Found]:
    longest = min(asked.longest, limits.CELL)
    if (made.str.len_bytes().max() or 0) <= longest:  # type: ignore[operator]
        return []
    return _found(made.str.len_chars() > longest, cell_errors.LENGTH, longest=longest)


def _written(made: Series, asked: Field) -> list[Found]:
    """Cells that the field's pattern does not fit. What fits once its zeros are back is told apart."""
    if asked.pattern is None:
        return []
    fits = _fits(made, asked.pattern)
    if fits.all():
        return []
    bad = (~fits).fill_null(value=False)
    padded = {word: _padded(word, asked.pattern) for word in made.filter(bad).unique().to_list()}
    lost = {word: (whole,) for word, whole in padded.items() if whole} if asked.kind is not CellKind.TEXT else {}
    short = made.is_in(list(lost)).fill_null(value=False)
    zeros = Found(bad & short, cell_errors.ZEROS_LOST, suggestions=lost)
    return ([zeros] if lost else []) + _found(bad & ~short, cell_errors.PATTERN, **expected.written(asked.pattern))


def _fits(made: Series, pattern: str) -> Series:
    import polars as pl  # noqa: PLC0415

    whole = f"^(?:{pattern})$"
    try:
        return made.str.contains(whole.replace(r"\d", "[0-9]"))
    except pl.exceptions.ComputeError:  # our own fields may look ahead, which needs the other engine
        words = [word for word in made.unique().to_list() if word is not None]
        fit = [re.fullmatch(pattern, word) is not None for word in words]
        return made.replace_strict(words, fit, default=None, return_dtype=pl.Boolean)


def _padded(word: str, pattern: str) -> str | None:
    """The code with its zeros, if there is one number of zeros with which it fits."""
    if not (word.isascii() and word.isdigit()):
        return None
    whole = ["0" * zeros + word for zeros in range(1, _ZEROS_MOST + 1)]
    fitting = [code for code in whole if re.fullmatch(pattern, code)]
    return fitting[0] if len(fitting) == 1 else None


def _text(text: Series, asked: Field, _: ColumnIn) -> tuple[Series, list[Found]]:
    return _checked(text, asked, [])


def _checked(made: Series, asked: Field, faults: list[Found]) -> tuple[Series, list[Found]]:
    faults = [*faults, *_length(made, asked), *_written(made, asked)]
    for fault in faults:
        made = _without(made, fault.where)
    return made, faults


def _code(text: Series, asked: Field, _: ColumnIn) -> tuple[Series, list[Found]]:
    floats = text.str.contains(r"^[0-9]+\.0+$|^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$")
    fast = _without(text, floats) if floats.any() else text
    made, faults = _slowly(text, fast, values.code, {})
    return _checked(made, asked, faults)


def _integer(text: Series, asked: Field, column: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    plain = text if column.thousands is None and column.decimal is None else _without(text, text.str.contains("[.,]"))
    read = partial(values.integer, decimal=column.decimal, thousands=column.thousands)
    made, faults = _slowly(text, plain.cast(pl.Int64, strict=False), read, {})
    return made, faults + _bounds(made.cast(pl.Decimal(38, asked.places)), asked)


def _decimal(text: Series, asked: Field, column: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    digits = rf"(\.[0-9]{{1,{asked.places}}})?" if asked.places else ""
    usual = text.str.contains(rf"^-?[0-9]{{1,18}}{digits}$")
    if column.decimal == "," or column.thousands == ".":
        usual = usual & ~text.str.contains(".", literal=True)
    scaled = pl.Decimal(38, asked.places)
    fast = _without(text, ~usual).cast(scaled, strict=False).cast(pl.String)
    read = partial(values.fraction, decimal=column.decimal, thousands=column.thousands, places=asked.places)
    made, faults = _slowly(text, fast, read, {"places": asked.places})
    return made, faults + _bounds(made.cast(scaled), asked)


def _bounds(numbers: Series, asked: Field) -> list[Found]:
    faults: list[Found] = []
    if asked.least is not None:
        faults += _found(numbers < asked.least, cell_errors.LEAST, least=str(asked.least))
    if asked.most is not None:
        faults += _found(numbers > asked.most, cell_errors.MOST, most=str(asked.most))
    return faults


def _boolean(text: Series, asked: Field, _: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    fast = pl.repeat(None, len(text), dtype=pl.Boolean, eager=True)
    own = {word: value == "true" for word, value in words_of(asked).items()}
    return _slowly(text, fast, partial(values.truth, own=own), {})


def _date(text: Series, _: Field, column: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    iso = text.str.to_date("%Y-%m-%d", strict=False)
    # chrono takes '2024-3-1' and years of any length; only what is ISO already goes the fast way.
    usual = iso.is_not_null() & text.str.contains("^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$")
    return _slowly(text, pl.select(pl.when(usual).then(text)).to_series(), partial(values.day, form=column.date), {})


def _moment(text: Series, _: Field, __: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    fast = pl.repeat(None, len(text), dtype=pl.String, eager=True)
    return _slowly(text, fast, values.moment, {})


def words_of(asked: Field) -> dict[str, str]:
    """The stored value of each word that the field is known by, to compare by."""
    return {values.plain(word): value for value, words in asked.choices.items() for word in (*words, value)}


def _choice(text: Series, asked: Field, _: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    fast = pl.repeat(None, len(text), dtype=pl.String, eager=True)
    read = partial(values.choice, words=words_of(asked), allowed=cell_errors.CHOICE)
    made, faults = _slowly(text, fast, read, _allowed(asked))
    return made, [
        Found(fault.where, fault.spec, fault.params, _near(text.filter(fault.where), asked)) for fault in faults
    ]


def _allowed(asked: Field) -> dict[str, str]:
    """The choices in Chinese and in English."""
    words = asked.choices.values()
    return {"allowed": "、".join(each[0] for each in words), "allowed_en": ", ".join(each[:2][-1] for each in words)}


def _near(bad: Series, asked: Field) -> dict[str, tuple[str, ...]]:
    """For each of these texts the choices that it comes near to."""
    shown = [word for words in asked.choices.values() for word in words]
    by = {values.plain(word): word for word in reversed(shown)}
    near = {}
    for word in bad.unique().to_list()[:_GUESSED_MOST]:
        plain = values.plain(word)[:100]
        close = difflib.get_close_matches(plain, by, n=_SUGGESTED, cutoff=0.4)
        within = [other for other in by if plain and (plain in other or other in plain)]
        near[word] = tuple(dict.fromkeys(by[found] for found in (*within, *close)))[:_SUGGESTED]
    return near


def _list(text: Series, asked: Field, _: ColumnIn) -> tuple[Series, list[Found]]:
    import polars as pl  # noqa: PLC0415

    parts = text.str.replace_all(_LIST, "\x1f").str.split("\x1f")
    made = parts.list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))
    longest = min(asked.longest, limits.CELL)
    long = made.list.eval(pl.element().str.len_chars()).list.max() > longest
    faults = _found(long, cell_errors.LENGTH, longest=longest)
    if asked.choices:
        words = words_of(asked)
        flat = [word for word in made.explode().unique().to_list() if word is not None]
        stored = [words.get(values.plain(word)) for word in flat]
        chosen = made.list.eval(pl.element().replace_strict(flat, stored, default=None, return_dtype=pl.String))
        unknown = chosen.list.eval(pl.element().is_null()).list.any()
        made, faults = chosen, faults + _found(unknown, cell_errors.CHOICE, **_allowed(asked))
    return made, faults


_READERS: Mapping[CellKind, Callable[[Series, Field, ColumnIn], tuple[Series, list[Found]]]] = {
    CellKind.TEXT: _text,
    CellKind.CODE: _code,
    CellKind.REFERENCE: _code,
    CellKind.INTEGER: _integer,
    CellKind.DECIMAL: _decimal,
    CellKind.BOOLEAN: _boolean,
    CellKind.DATE: _date,
    CellKind.MOMENT: _moment,
    CellKind.CHOICE: _choice,
    CellKind.LIST: _list,
}
