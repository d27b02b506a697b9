"""Examples: a sound school as a document, changed at named places, read as facts, and looked at by one check.

A place is a path of field names; a member of a list is named by its `id` (or `person_id`, `code`, `type`), `+` adds one,
and null takes it out. Ids are words: the same word is the same id.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

from api.calendars.data import shipped_notices
from api.calendars.rules.working_days import WorkCalendar
from api.checks.rules.answers import Outcome
from api.checks.rules.rule import Rule, Vector
from api.core.clock import legal_day
from api.decisions.data import sound_record
from api.decisions.rules.arithmetic import Share, read_share
from api.decisions.rules.book import Book
from api.decisions.rules.facts import SchoolFacts

_NAMES = ("id", "person_id", "code", "type")


@cache
def named(word: str) -> UUID:
    """The id that a word of an example stands for."""
    return uuid5(NAMESPACE_URL, f"qinglian:example:{word}")


def answer_of(rule: Rule, vector: Vector) -> Outcome | None:
    """What a rule answers in an example about the subject that it names; None where it says nothing of it."""
    word, _, key = vector.about.partition("/")
    answers = rule.examine(book_with(vector.changes))
    return next((outcome for subject, outcome in answers if subject.id == named(word) and subject.key == key), None)


def book_with(changes: Mapping[str, Any]) -> Book:
    """The book of the sound school with some changes."""
    document = json.loads(sound_record())
    for path, value in changes.items():
        _put(document, path.split("."), value)
    today = date.fromisoformat(document.pop("today"))
    return Book(_reader(SchoolFacts)(document), today, _calendar(), legal_day)


@cache
def _calendar() -> WorkCalendar:
    return WorkCalendar({notice.year: notice.table() for notice in shipped_notices()})


def _put(where: Any, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        where = where[_place(where, step)]
    last = path[-1]
    if isinstance(where, list) and last == "+":
        where.append(value)
    elif isinstance(where, list) and value is None:
        del where[_place(where, last)]
    else:
        where[_place(where, last)] = value


def _place(where: Any, step: str) -> Any:
    """A field of an object, or the index of the member of a list that bears a name."""
    if isinstance(where, dict):
        return step
    return next(at for at, one in enumerate(where) if step in _names_of(one))


def _names_of(one: Any) -> list[Any]:
    """By which a member can be named; a pair, such as a vote line, by its first."""
    return [one.get(name) for name in _NAMES] if isinstance(one, dict) else [one[0]]


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of the annotated type out of a value of JSON."""
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        inner = _reader(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin in {tuple, frozenset}:
        return _members(origin, [_reader(one) for one in get_args(kind) if one is not Ellipsis])
    if is_dataclass(kind):
        return _record(kind, {name: _reader(hint) for name, hint in get_type_hints(kind).items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _PLAIN.get(kind, lambda value: value)


def _members(make: Callable[[Any], Any], readers: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Members of one type, or each place of its own."""
    if len(readers) == 1:
        return lambda values: make(readers[0](value) for value in values)
    return lambda values: make(read(value) for read, value in zip(readers, values, strict=True))


def _record(kind: Any, readers: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    if kind is Share:
        return read_share
    return lambda value: kind(**{name: readers[name](one) for name, one in value.items()})


_PLAIN: Mapping[Any, Callable[[Any], Any]] = {
    UUID: named,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
