"""What people write in cells, one value at a time: for what the fast way did not understand. Pure.

Each function gives the value, or the error that says why there is none.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from api.core.clock import zone
from api.core.errors import ErrorSpec
from api.exchange.reading import cell_errors

TRUE = frozenset({"是", "有", "对", "真", "√", "✓", "✔", "y", "yes", "true", "t", "1"})
FALSE = frozenset({"否", "无", "不是", "没有", "假", "×", "✗", "✘", "n", "no", "false", "f", "0"})
_MONEY = re.compile(r"^(?:rmb|cny|[¥￥$£€])\s*|\s*(?:元|rmb|cny)$", re.IGNORECASE)
_GROUPED = re.compile(r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$")
_PLAIN = re.compile(r"^[-+]?(?:\d+\.?\d*|\.\d+)$")
_FLOAT_CODE = re.compile(r"^(\d+)\.0+$")
_LARGEST = 10**18
_WRITTEN = re.compile(r"^(\d{4})(?:\s*年\s*|[-/.])(\d{1,2})(?:\s*月\s*|[-/.])(\d{1,2})\s*日?(?:[T\s]+(.*))?$")
_CLOCK = re.compile(r"^(\d{1,2})\s*[:时]\s*(\d{1,2})\s*分?(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_ENGLISH = re.compile(r"^(\d{1,2})[-\s/.]([A-Za-z]{3,9})[-\s/.,]+(\d{4}|\d{2})$")
_EITHER = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})$")
_MIDNIGHT = re.compile(r"^0{1,2}(:00){1,2}(\.0+)?Z?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL = re.compile(r"^\d{5}(?:\.0+)?$")
# Day 1 is 1 January 1900, and there is a 29 February 1900: from March 1900 on this is the day before day 1.
_SERIAL_ORIGIN = date(1899, 12, 30)
_EARLIEST = 1900
_CENTURY = 100
_TURN = 69  # two digits: 1969 to 2068, as in POSIX


def plain(text: str) -> str:
    """Text to compare by: compatible forms folded, without case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def truth(text: str, own: Mapping[str, bool]) -> bool | ErrorSpec:
    """Yes or no, in the field's own words or in everybody's."""
    word = plain(text)
    if word in own:
        return own[word]
    return True if word in TRUE else False if word in FALSE else cell_errors.BOOLEAN


def code(text: str) -> str | ErrorSpec:
    """A code that went through a spreadsheet as a number: '2151000001.0' is whole, '2.151E+09' is not."""
    found = _FLOAT_CODE.match(text)
    return found.group(1) if found else cell_errors.CODE_AS_FLOAT


def number(text: str, decimal: str | None, thousands: str | None) -> Decimal | None:
    """The number written so: with marks of thousands and of money, in parentheses when negative."""
    text = _MONEY.sub("", unicodedata.normalize("NFKC", text).strip()).replace("\u2212", "-").strip()
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if negative else text
    text = _unified(text, decimal, thousands)
    if not _PLAIN.match(text):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return -value if negative else value


def _unified(text: str, decimal: str | None, thousands: str | None) -> str:
    """With a point, and without marks of thousands; by what the mapping says, else in the usual way only."""
    if decimal is None and thousands is None:
        return text.replace(",", "") if _GROUPED.match(text) else text
    apart = thousands or ("." if decimal == "," else ",")
    text = text.replace(apart, "").replace("\u00a0", "") if apart != (decimal or ".") else text
    return text.replace(decimal, ".") if decimal else text


def integer(text: str, decimal: str | None, thousands: str | None) -> int | ErrorSpec:
    """A whole number of at most 18 digits; '12.0' is one."""
    value = number(text, decimal, thousands)
    whole = value is not None and value == value.to_integral_value() and abs(value) < _LARGEST
    return int(value) if whole and value is not None else cell_errors.INTEGER


def fraction(text: str, decimal: str | None, thousands: str | None, places: int) -> str | ErrorSpec:
    """A number in canonical form, with exactly `places` digits behind the point."""
    value = number(text, decimal, thousands)
    if value is None or abs(value) >= _LARGEST:
        return cell_errors.DECIMAL
    rounded = value.quantize(Decimal(1).scaleb(-places))
    return format(rounded + 0, "f") if rounded == value else cell_errors.PLACES


def day(text: str, form: str | None) -> str | ErrorSpec:
    """A date in ISO form, from any form that can be read in one way only, or from the form that the mapping names."""
    text = unicodedata.normalize("NFKC", text).strip()
    if form is not None:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            pass  # a file may hold real dates among the written ones
    if (found := _WRITTEN.match(text)) and (not found[4] or _MIDNIGHT.match(found[4])):
        return _date(*map(int, found.group(1, 2, 3)))
    if found := _COMPACT.match(text):
        return _date(*map(int, found.groups()))
    if found := _ENGLISH.match(text):
        return _english(*found.groups())
    if _SERIAL.match(text):
        return (_SERIAL_ORIGIN + timedelta(days=int(text[:5]))).isoformat()
    return cell_errors.DATE_AMBIGUOUS if form is None and _EITHER.match(text) else cell_errors.DATE


def moment(text: str) -> str | ErrorSpec:
    """A day with its time in ISO form, in the zone of this house where the text names none; a day alone is not enough."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _WRITTEN.match(text)
    clocked = _CLOCK.match(found[4]) if found and found[4] else None
    if found is None or clocked is None:
        return cell_errors.MOMENT
    on = _date(*map(int, found.group(1, 2, 3)))
    hour, minute, second = (int(part or 0) for part in clocked.group(1, 2, 3))
    try:
        at = datetime.combine(date.fromisoformat(str(on)), time(hour, minute, second))
        zoned = datetime.fromisoformat(f"{at.isoformat()}{clocked[4]}") if clocked[4] else at.replace(tzinfo=zone())
    except ValueError:
        return cell_errors.MOMENT
    return zoned.isoformat()


def _english(day_of_month: str, month: str, year: str) -> str | ErrorSpec:
    if month[:3].lower() not in _MONTHS:
        return cell_errors.DATE
    full = int(year)
    if full < _CENTURY:
        full += _EARLIEST if full >= _TURN else _EARLIEST + _CENTURY
    return _date(full, _MONTHS.index(month[:3].lower()) + 1, int(day_of_month))


def _date(year: int, month: int, day_of_month: int) -> str | ErrorSpec:
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        return cell_errors.DATE
    return found.isoformat() if year >= _EARLIEST else cell_errors.DATE


def choice(text: str, words: Mapping[str, str], allowed: ErrorSpec) -> str | ErrorSpec:
    """The stored value of a word, however it is spaced."""
    return words.get(plain(text), allowed)
