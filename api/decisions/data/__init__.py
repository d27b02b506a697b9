"""Data shipped with decisions: the published vectors of the arithmetic."""

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
