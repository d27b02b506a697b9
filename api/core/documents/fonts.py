"""Where the fonts of PDF documents are: installed with the system, never part of the product."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Debian and Ubuntu, other distributions, what an operator or a user has put there by hand.
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_NAMES = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf")


@cache
def font_folder() -> Path | None:
    """The folder of Noto Serif CJK, regular and bold; None where it is not installed. Looked for once a process."""
    return next(_found(FOLDERS), None)


def _found(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for path, _, files in os.walk(folder):
            if not set(files).isdisjoint(_NAMES):
                yield Path(path)
