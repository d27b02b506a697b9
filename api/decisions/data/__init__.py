"""Data shipped with decisions: the matter catalogue, what the checks say of themselves, the published vectors."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def arithmetic_vectors() -> dict[str, list[dict[str, Any]]]:
    """The vectors of meeting arithmetic: `need`, `quorum`, `vote`."""
    text = files(__name__).joinpath("arithmetic.json").read_text("utf-8")
    vectors: dict[str, list[dict[str, Any]]] = json.loads(text)
    return vectors


@cache
def check_papers() -> dict[str, dict[str, Any]]:
    """What each check says of itself, by its number: name, text, basis, data, limits, examples with their answers."""
    papers: dict[str, dict[str, Any]] = {}
    for path in sorted(files(__name__).joinpath("checks").iterdir(), key=lambda path: path.name):
        papers |= json.loads(path.read_text("utf-8"))
    return papers


@cache
def sound_record() -> str:
    """A school of which every record is in order, as JSON: the examples of the checks change it."""
    return files(__name__).joinpath("sound.json").read_text("utf-8")


@cache
def shipped_matters() -> tuple[dict[str, Any], ...]:
    """The 40 matters that a bureau or a school may adopt as its catalogue, in their order."""
    text = files(__name__).joinpath("matters.json").read_text("utf-8")
    return tuple(json.loads(text)["matters"])
