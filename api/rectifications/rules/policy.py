"""Words and numbers of rectification, read once from data: sources, kinds, causes, types of action, days and limits."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A choice by its code, named in both languages. `shown_as`: what it is called towards who may not know it."""

    code: str
    zh: str
    en: str
    shown_as: str | None = None


class ActionType(NamedTuple):
    """A type of accountability action. Its clock: working days to answer, and months of effect (0: none)."""

    code: str
    zh: str
    en: str
    reply_working_days: int
    effect_months: int


def _read(name: str) -> Any:
    return json.loads(resources.files("api.rectifications.data").joinpath(name).read_text(encoding="utf-8"))


def _words(rows: list[dict[str, str]]) -> dict[str, Word]:
    return {row["code"]: Word(**row) for row in rows}


_WORDS, _POLICY = _read("words.json"), _read("policy.json")
SOURCES: Mapping[str, Word] = _words(_WORDS["sources"])
KINDS: Mapping[str, Word] = _words(_WORDS["kinds"])
CAUSES: Mapping[str, Word] = _words(_WORDS["causes"])
ACTION_TYPES: Mapping[str, ActionType] = {row["code"]: ActionType(**row) for row in _WORDS["action_types"]}

_NUMBERS: Mapping[str, int] = {name: row["value"] for name, row in _POLICY["numbers"].items()}
RECHECK_DAYS = _NUMBERS["recheck_days"]
MAX_EXTENSIONS = _NUMBERS["max_extensions"]
RECURRENCE_MONTHS = _NUMBERS["recurrence_months"]
CONTEST_WORKING_DAYS = _NUMBERS["contest_working_days"]
REMIND_DAYS = _NUMBERS["remind_days"]
DUE_WORKING_DAYS: Mapping[str, int] = {kind: row["value"] for kind, row in _POLICY["due_working_days"].items()}
EVIDENCE_FROM: str = _POLICY["evidence_from"]["value"]


def shown_source(code: str) -> str:
    """What a source is called towards a unit: a complaint reads "supervision" (non-interference)."""
    return SOURCES[code].shown_as or code


def is_concealed(code: str) -> bool:
    """Whether the source may be known only by who can reach its object."""
    return SOURCES[code].shown_as is not None
