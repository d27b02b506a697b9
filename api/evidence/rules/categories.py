"""The categories of evidence: data with a date, not code."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple


class Category(NamedTuple):
    """A category by its code, named in both languages."""

    code: str
    zh: str
    en: str


def _load() -> dict[str, Category]:
    text = resources.files("api.evidence.data").joinpath("categories.json").read_text(encoding="utf-8")
    return {entry["code"]: Category(**entry) for entry in json.loads(text)["categories"]}


CATEGORIES: Mapping[str, Category] = _load()
