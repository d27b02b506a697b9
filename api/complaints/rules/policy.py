"""Numbers and lists of complaints, read once from data; each number with its basis."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A choice by its code, named in both languages."""

    code: str
    zh: str
    en: str


def read(name: str) -> Any:
    """A shipped document. Errors: those of a missing or broken file, at start."""
    return json.loads(resources.files("api.complaints.data").joinpath(name).read_text(encoding="utf-8"))


_POLICY = read("policy.json")
_NUMBERS: Mapping[str, int] = {name: row["value"] for name, row in _POLICY["numbers"].items()}
OBJECTION_DAYS = _NUMBERS["objection_days"]
ARCHIVE_DAYS = _NUMBERS["archive_days"]
GROUP_SIZE = _NUMBERS["group_size"]
SUPPRESS_BELOW = _NUMBERS["suppress_below"]
HOLD_MONTHS = _NUMBERS["hold_months"]
RETURN_WORKING_DAYS = _NUMBERS["return_working_days"]
URGE_AFTER = _NUMBERS["urge_after"]
SUPERVISE_AFTER = _NUMBERS["supervise_after"]
RETENTION_YEARS: Mapping[str, int] = {finding: row["value"] for finding, row in _POLICY["retention_years"].items()}
REASONS: Mapping[str, Word] = {code: Word(code, *texts) for code, texts in _POLICY["reasons"].items()}
ORGANS: Mapping[str, Word] = {row["code"]: Word(**row) for row in _POLICY["organs"]}
