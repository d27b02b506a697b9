"""Frameworks shipped with the product: a county adopts what it wants. Their sources are in NOTICE beside them."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api.core.errors import Violation
from api.frameworks.rules import codec, documents
from api.frameworks.rules.crosswalks import Crosswalk, faults
from api.frameworks.rules.model import Framework
from api.frameworks.rules.validation import check

NAMES = (
    "reference-100",
    "party-grading",
    "party-star-rating",
    "teacher-ethics-negative-list",
    "fee-governance",
    "materials-first-edition",
    "materials-second-edition",
    "materials-third-edition",
)


@lru_cache
def shipped() -> tuple[Framework, ...]:
    """The frameworks in the order in which they are offered. Errors: `ValueError` for one with a fault."""
    found = tuple(documents.read(_load(name)) for name in NAMES)
    for framework in found:
        if wrong := check(framework).faults:
            raise ValueError(f"{framework.code}: {wrong[0].spec.code} at {wrong[0].pointer}")
    return found


@lru_cache
def shipped_crosswalks() -> tuple[Crosswalk, ...]:
    """The crosswalks between them. Errors: `ValueError` for one with a fault."""
    wrong: list[Violation] = []
    listed: list[Any] = _load("crosswalks")["crosswalks"]
    found: list[Crosswalk] = [codec.read(Crosswalk, one, wrong, f"/{index}") for index, one in enumerate(listed)]
    by_name = {named(framework): framework for framework in shipped()}
    for crosswalk in found:
        wrong += faults(crosswalk, by_name[crosswalk.source], by_name[crosswalk.target])
    if wrong:
        raise ValueError(f"crosswalks: {wrong[0].spec.code} at {wrong[0].pointer}")
    return tuple(found)


def named(framework: Framework) -> str:
    """How crosswalks name a version."""
    return f"{framework.code}@{framework.version}"


def _load(name: str) -> Any:
    return json.loads((files(__name__) / f"{name}.json").read_text(encoding="utf-8"))
