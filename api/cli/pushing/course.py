"""An import from end to end: begun or found again, filled, started, watched; and what its end means."""

import hashlib
import itertools
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from api.cli.pushing.line import Denied, Line, retry_after

PART = 8 * 2**20
FILLING = frozenset({"open", "uploaded", "validated"})
RUNNING = frozenset({"validating", "applying"})
GOOD, REFUSED_ROWS, REFUSED, UNFINISHED = 0, 1, 2, 3

Import = dict[str, Any]
Watch = Callable[[Import], object]


def parts_of(content: bytes, size: int = PART) -> Iterator[tuple[int, bytes]]:
    """The file in parts, numbered from 1."""
    starts = range(0, len(content), size)
    return ((number, content[start : start + size]) for number, start in enumerate(starts, start=1))


def begin(line: Line, asked: Mapping[str, Any], content: bytes) -> Import:
    """The import of this file that is under way, else a new one: its key is the digest of the file and what is asked."""
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode() + b"\0" + content).hexdigest()
    for number in itertools.count():
        key = {"Idempotency-Key": f"push-{digest}-{number}"}
        made = line.json("POST", "/imports", json=dict(asked), headers=key)
        one = line.json("GET", f"/imports/{made['id']}")
        if one["state"] in FILLING | RUNNING:
            return one
    raise AssertionError


def fill(line: Line, one: Import, content: bytes, sent: Callable[[int], object]) -> None:
    """Send the parts that are not there yet; `sent` is told how many bytes are."""
    there = {part["number"]: part["sha256"] for part in line.json("GET", f"/imports/{one['id']}/parts")["items"]}
    done = 0
    for number, part in parts_of(content):
        digest = hashlib.sha256(part)
        if there.get(number) != digest.hexdigest():
            named = {"Content-Digest": f"sha-256=:{b64encode(digest.digest()).decode()}:"}
            headers = named | {"Content-Type": "application/octet-stream"}
            line.call("PUT", f"/imports/{one['id']}/parts/{number}", content=part, headers=headers)
        done += len(part)
        sent(done)


def move(line: Line, import_id: str, verb: str) -> Import:
    """Start or apply it. Done by a request whose answer was lost, it is not refused."""
    try:
        return line.json("POST", f"/imports/{import_id}:{verb}")
    except Denied as denied:
        one = line.json("GET", f"/imports/{import_id}")
        if denied.code == "import.wrong_state" and one["state"] not in FILLING:
            return one
        raise


def watch(line: Line, one: Import, tell: Watch) -> Import:
    """The import once it is at rest."""
    while one["state"] in RUNNING:
        answer = line.call("GET", f"/imports/{one['id']}")
        one = answer.json()
        tell(one)
        if one["state"] in RUNNING:
            line.sleep(retry_after(answer, 1))
    return one


def refused_rows(line: Line, one: Import) -> set[int] | None:
    """The lines of all refused rows; None where not every one is on record."""
    if not one["counts"]["rejected"]:
        return set()
    with line.download(f"/imports/{one['id']}/errors.ndjson") as answer:
        found = (json.loads(text) for text in answer.iter_lines() if text.strip())
        rows = {error["row"] for error in found if "row" in error}
    return rows if len(rows) == one["counts"]["rejected"] else None


def stands(line: Line, import_id: str) -> bool:
    """Whether what an import wrote is still there."""
    try:
        state = line.json("GET", f"/imports/{import_id}")["state"]
    except Denied:
        return False
    return state in {"completed", "completed_with_errors"}


def exit_code(one: Import) -> int:
    """What its end means to whoever waits for it: all good, rows refused, refused as a whole, not finished."""
    failure = (one["failure"] or {}).get("code", "")
    if one["state"] in {"completed", "completed_with_errors", "validated"}:
        return REFUSED_ROWS if one["counts"]["rejected"] else GOOD
    if failure == "import.has_errors":
        return REFUSED_ROWS
    return (
        REFUSED
        if failure.startswith(("import.file.", "import.bundle.", "import.too_large", "import.mapping"))
        else UNFINISHED
    )
