"""Reading what is shipped."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson

_FOLDER = Path(__file__).parent


@cache
def shipped(name: str) -> dict[str, Any]:
    """The document of that name."""
    document: dict[str, Any] = orjson.loads((_FOLDER / f"{name}.json").read_bytes())
    return document
