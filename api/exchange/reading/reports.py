"""Files that go back to whoever sent one: their own workbook with a column of faults, or a new one of refused rows.

Both can be put right and sent again: the column of faults is no field, so that imports leave it aside.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import orjson

from api.core.errors import Refused
from api.core.tabular import Language, safe_cell, write_xlsx
from api.exchange.reading import errors, sources
from api.exchange.reading.asked import Asked
from api.exchange.reading.mapping import MappingIn
from api.files.cleaning import Limits

STAMPED_ROWS = 20_000  # openpyxl holds 1 KB a cell
HEADING = ("错误", "Errors")
_ROW = ("行", "Row")
_LIMITS = Limits(memory=3 * 2**30)
_ROOT = Path(__file__).resolve().parents[3]
_BETWEEN = ("；", "; ")

Notes = Mapping[int, Sequence[str]]


def stamp(
    source: Path, place: tuple[str, int], notes: Notes, language: Language, bounds: Limits = _LIMITS
) -> IO[bytes]:
    """A copy of a workbook of at most `STAMPED_ROWS` rows with a column of faults; `place` is its sheet and head row.

    Errors: Refused, when it cannot be opened or takes too much.
    """
    said = {row: _said(sentences, language) for row, sentences in notes.items()}
    asked = {"sheet": place[0], "head": place[1], "heading": HEADING[_index(language)], "notes": said}
    with tempfile.TemporaryDirectory(prefix="stamp-") as folder:
        target = Path(folder) / "copy.xlsx"
        if not _run(source, target, orjson.dumps(asked, option=orjson.OPT_NON_STR_KEYS), bounds):
            raise Refused(errors.TOO_COSTLY)
        return target.open("rb")  # on Unix it lives as long as it is open


def _run(source: Path, target: Path, asked: bytes, bounds: Limits) -> bool:
    spent = json.dumps([bounds.memory, bounds.seconds, bounds.written])
    command = [sys.executable, "-m", "api.exchange.workbooks.stamp", str(source.resolve()), str(target), spent]
    # No variable of ours is passed on: settings hold secrets.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "TMPDIR": str(target.parent)}
    with subprocess.Popen(  # noqa: S603 (our own interpreter on our own module)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=target.parent,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            child.communicate(asked, timeout=bounds.seconds + 5)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
    return child.returncode == 0 and target.is_file()


class Sent(NamedTuple):
    """A file, and how it was read."""

    path: Path
    asked: Asked
    mapping: MappingIn


class Rows(NamedTuple):
    """Some rows of a file as they were sent: where each column stands, its heading, and the cells by the row's number."""

    places: list[int]
    headers: list[str]
    cells: dict[int, list[str]]


def read_rows(sent: Sent, numbers: Collection[int], *, hidden: Collection[str] = ()) -> Rows:
    """The rows of these numbers, and nothing after the last of them. Fields in `hidden` are left out. Errors: Refused."""
    opened = sources.opened(*sent)
    kept = _kept(sent, opened.look.headers, hidden)
    last, cells = max(numbers), {}
    for raw in opened.rows:
        for row, *texts in raw.frame.filter(raw.frame["row"].is_in(list(numbers))).iter_rows():
            cells[row] = [texts[place] or "" for place in kept]
        if raw.frame.height and raw.frame["row"][-1] >= last:
            break
    return Rows(kept, [opened.look.headers[place] for place in kept], cells)


def _kept(sent: Sent, headers: Sequence[str], hidden: Collection[str]) -> list[int]:
    """The places of the columns that hold no hidden field."""
    left_out = {column.source for column in sent.mapping.columns if set(column.fields) & set(hidden)}
    return [place for place, heading in enumerate(headers) if not left_out & {place, heading}]


def write_refused(sent: Sent, notes: Notes, language: Language, *, hidden: Collection[str] = ()) -> IO[bytes]:
    """A workbook of the rows that `notes` names, as they were sent, each with its row and its faults.

    Fields in `hidden` are left out. No cell can become a formula. Errors: Refused, as reading.
    """
    opened = sources.opened(*sent)
    headers = opened.look.headers
    kept = _kept(sent, headers, hidden)
    header = [_ROW[_index(language)], *(headers[place] for place in kept), HEADING[_index(language)]]
    return write_xlsx(HEADING[_index(language)], header, _refused(opened, kept, notes, language))


def _refused(opened: sources.Opened, kept: list[int], notes: Notes, language: Language) -> Iterator[list[object]]:
    for raw in opened.rows:
        for row, *cells in raw.frame.filter(raw.frame["row"].is_in(list(notes))).iter_rows():
            yield [row, *(safe_cell(cells[place]) for place in kept), _said(notes[row], language)]


def _said(sentences: Sequence[str], language: Language) -> str:
    return _BETWEEN[_index(language)].join(sentences)


def _index(language: Language) -> int:
    return 1 if language == "en" else 0
