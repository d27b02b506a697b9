"""Documents as PDF, set by typst in a child process with little to spend. The same document makes the same bytes."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from api.core import logs
from api.core.documents.child import COSTLY
from api.core.documents.errors import FONTS_MISSING, NOT_MADE, TOO_COSTLY
from api.core.documents.fonts import font_folder
from api.core.documents.grid import places
from api.core.documents.model import (
    Bars,
    Column,
    Document,
    Heading,
    Items,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Row,
    Signatures,
    Table,
    clean,
)
from api.core.errors import Refused

_TEMPLATE = Path(__file__).with_name("page.typ")
_ROOT = Path(__file__).resolve().parents[3]
_MOST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What typesetting may spend. Address space counts the fonts and the stacks of threads, hence so much."""

    memory: int = 4096 * 2**20
    seconds: int = 120
    written: int = 200 * 2**20


_LIMITS = Limits()


def write_pdf(document: Document, limits: Limits = _LIMITS) -> IO[bytes]:
    """The document as PDF, its text extractable. Errors: `document.fonts_missing`, `.too_costly`, `.not_made`."""
    fonts = font_folder()
    if fonts is None:
        raise Refused(FONTS_MISSING)
    with tempfile.TemporaryDirectory(prefix="document-") as name:
        folder = Path(name)
        shutil.copy(_TEMPLATE, folder / "page.typ")
        (folder / "document.json").write_bytes(orjson.dumps(_content(document, folder)))
        _typeset(folder, [str(fonts), str(int(document.as_of.timestamp()))], limits)
        return io.BytesIO((folder / "document.pdf").read_bytes())


def _typeset(folder: Path, about: Sequence[str], limits: Limits) -> None:
    bounds = json.dumps([limits.memory, limits.seconds, limits.written])
    command = [sys.executable, "-m", "api.core.documents.child", str(folder), *about, bounds]
    # No variable of ours is passed on: settings hold secrets.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "TMPDIR": str(folder)}
    with subprocess.Popen(  # noqa: S603 (our own interpreter on our own module)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            child.wait(timeout=limits.seconds + 5)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            raise Refused(TOO_COSTLY) from None
    if child.returncode < 0 or child.returncode == COSTLY:  # ended by a limit, or stopped at one
        raise Refused(TOO_COSTLY)
    if child.returncode:
        # What typst says of it may quote the text, and is not for the log.
        logs.error("typesetting_failed", returned=child.returncode)
        raise Refused(NOT_MADE)


def _content(document: Document, folder: Path) -> dict[str, Any]:
    """What the template reads."""
    lang, _, region = document.language.partition("-")
    return {
        **{name: clean(getattr(document, name)) for name in ("title", "subtitle", "bureau", "mark")},
        "lang": lang,
        "region": region or None,
        "wide": document.wide,
        "time": document.time,
        "page": document.page_words,
        "mark_words": document.mark_words,
        "date": document.date_words,
        "parts": [_part(part, folder) for part in document.parts],
    }


def _part(part: Part, folder: Path) -> dict[str, Any]:
    match part:
        case Heading(text, level):
            return {"kind": "heading", "text": clean(text), "level": min(level, _MOST_LEVEL)}
        case Paragraph(text, tone):
            return {"kind": tone, "text": clean(text)}
        case Items(items, numbered):
            return {"kind": "list", "items": list(map(clean, items)), "numbered": numbered}
        case Table():
            return _table(part)
        case Bars(bars, caption):
            shown = [{"label": clean(bar.label), "share": bar.share, "text": clean(bar.text)} for bar in bars]
            return {"kind": "bars", "bars": shown, "caption": clean(caption)}
        case Picture():
            return _picture(part, folder)
        case Signatures(labels):
            return {"kind": "signatures", "labels": list(map(clean, labels))}
        case NewPage():
            return {"kind": "page"}


def _table(table: Table) -> dict[str, Any]:
    centred = [Column(column.width, "center") for column in table.columns]
    return {
        "kind": "table",
        "widths": [column.width for column in table.columns],
        "head": _cells(table.head, centred),
        "rows": _cells(table.rows, table.columns),
        "caption": clean(table.caption),
    }


def _cells(rows: Sequence[Row], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Cells in reading order: those that reach down are told once."""
    return [
        {
            "text": clean(place.cell.text),
            "across": place.cell.across,
            "down": place.cell.down,
            "strong": place.cell.strong,
            "align": place.cell.align or columns[place.column].align,
        }
        for row in places(rows, len(columns))
        for place in row
        if not place.continued
    ]


def _picture(picture: Picture, folder: Path) -> dict[str, Any]:
    kind = "png" if picture.content.startswith(b"\x89PNG") else "jpg"
    name = f"{len(list(folder.iterdir()))}.{kind}"
    (folder / name).write_bytes(picture.content)
    return {"kind": "picture", "file": name, "caption": clean(picture.caption), "width": picture.width}
