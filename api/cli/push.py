"""`qinglian push`: a file into a server elsewhere, over HTTP, as often as one likes."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx
import typer

from api.cli.console import out
from api.cli.pushing import course, known, rows, shown
from api.cli.pushing.course import Import
from api.cli.pushing.line import Credentials, Denied, Line, Unreachable
from api.core import clock

_TIMEOUT = httpx.Timeout(60, connect=10)
# All faults, up to the server's bound: only rows that are known to be good are left out next time.
_MOST_ERRORS = 100_000
_BUNDLE = "bundle"
# Options under which a row means something else.
_MEANING = ("type", "mode", "id_scheme", "references", "mapping", "mapping_id", "encoding", "sheet")


@dataclass(frozen=True, slots=True)
class Push:
    """One file on its way. `kind` is None when its rows are not told apart: then everything is sent."""

    line: Line
    path: Path
    content: bytes
    asked: dict[str, Any]
    kind: rows.Kind | None
    memory: Path

    def run(self, *, everything: bool) -> Import | None:
        """The import at its end; None when there was nothing to send. Raises Unreachable and Denied."""
        sent, past = self.content, known.Known()
        if self.kind and everything:
            known.save(self.memory, past)
        elif self.kind:
            past = self._past(self.kind)
            sent = rows.without(self.content, self.kind, past.head(self.content, self.kind), past.rows)
        if not sent:
            return None
        extra = {"filename": self.path.name, "size": len(sent), "max_errors": _MOST_ERRORS}
        # Few rows would not tell how the file is to be read; it is read as the whole of it was.
        read = {name: value for name, value in past.read.items() if past.rows and self.kind is rows.Kind.CSV}
        one = self._sent(self.asked | read | extra, sent)
        if self.kind and one["format"] == self.kind:
            self._remember(one, sent, past, self.kind)
        return one

    def _past(self, kind: rows.Kind) -> known.Known:
        """What is known of this file; what it no longer has is forgotten before anything is sent."""
        past = known.load(self.memory)
        if not past.fits(self.content, kind, self._meaning()):
            return known.Known()
        past.forget(clock.now(), lambda import_id: course.stands(self.line, import_id))
        past.keep_only(self.content, kind)
        known.save(self.memory, past)
        return past

    def _sent(self, asked: dict[str, Any], content: bytes) -> Import:
        one = course.begin(self.line, asked, content)
        with shown.progress(out, len(content)) as (sent, tell):
            if one["state"] in course.FILLING:
                course.fill(self.line, one, content, sent)
                one = course.move(self.line, one["id"], "start")
            return course.watch(self.line, one, tell)

    def _remember(self, one: Import, sent: bytes, past: known.Known, kind: rows.Kind) -> None:
        if one["state"] not in {"completed", "completed_with_errors"}:
            return
        refused = course.refused_rows(self.line, one)
        if refused is not None:
            past.add(one, sent, kind, refused, self._meaning())
            known.save(self.memory, past)

    def _meaning(self) -> dict[str, Any]:
        return {name: self.asked[name] for name in _MEANING if name in self.asked}


def push(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX, NDJSON, JSON; .gz; a bundle's .zip")
    ] = None,
    *,
    server: Annotated[str, typer.Option(envvar="QINGLIAN_SERVER", help="https://HOST of the server.")],
    type_: Annotated[str, typer.Option("--type", help="school, unit, person, …; of a .zip bundle")] = "",
    mode: Annotated[Literal["upsert", "create", "update", "delete"], typer.Option()] = "upsert",
    validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, write nothing.")] = False,
    atomic: Annotated[bool, typer.Option("--atomic", help="All rows or none.")] = False,
    mapping: Annotated[str, typer.Option(help="Id of a saved mapping, or a JSON file.")] = "",
    id_scheme: Annotated[str, typer.Option(help="code, id, ext:SOURCE, …")] = "",
    reference: Annotated[list[str] | None, typer.Option(help="FIELD=SCHEME, e.g. parent=code.")] = None,
    encoding: Annotated[str, typer.Option(help="utf-8, gb18030, …; found out when not given.")] = "",
    sheet: Annotated[str, typer.Option(help="Sheet of a workbook.")] = "",
    errors: Annotated[Path | None, typer.Option(help="Write all errors to this CSV file.")] = None,
    apply: Annotated[str, typer.Option(help="Write the rows of this checked import; no FILE.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Send rows that were taken before, too.")] = False,
) -> None:
    """Import FILE into a server, with QINGLIAN_CLIENT_ID and QINGLIAN_CLIENT_SECRET, or QINGLIAN_TOKEN.

    Called again with the same file it goes on where it ended; rows of CSV and NDJSON that were taken before are left
    out. Ends with 0 all good, 1 rows refused, 2 wrong usage or refused request, 3 could not reach the server or finish.
    """
    type_ = type_ or (_BUNDLE if file and file.suffix.lower() == ".zip" else "")
    if bool(file) == bool(apply) or (file and not type_):
        raise typer.BadParameter("FILE --type TYPE 或 or --apply ID")
    asked = {
        "type": type_,
        "mode": mode,
        "validate_only": validate_only,
        "atomic": "all" if atomic else "row",
        "id_scheme": id_scheme,
        "references": dict(_pair(text) for text in reference or ()),
        "encoding": encoding,
        "sheet": sheet,
    } | _mapping(mapping)
    asked = {name: value for name, value in asked.items() if value not in ("", {})}
    try:
        with _client(server) as http:
            line = Line(http, _credentials())
            one = _applied(line, apply) if file is None else _pushed(line, server, file, asked, everything)
            code = _told(line, one, errors)
    except Denied as denied:
        out.print("\n".join((str(denied), *denied.faults)), markup=False)
        raise typer.Exit(course.REFUSED) from denied
    except Unreachable as failed:
        out.print(f"未能完成，请再运行一次 not finished, run it again: {failed}", markup=False)
        raise typer.Exit(course.UNFINISHED) from failed
    raise typer.Exit(code)


def _pushed(line: Line, server: str, path: Path, asked: dict[str, Any], everything: bool) -> Import | None:
    types = {one["name"]: one for one in line.json("GET", "/imports/types")["items"]} | {_BUNDLE: {"fields": ()}}
    if asked["type"] not in types:
        raise typer.BadParameter(f"--type: {', '.join(types)}")
    content = path.read_bytes()
    # Of rows about people not even digests are kept: who knows the rest of one could try out an identity number.
    personal = any(field["personal"] for field in types[asked["type"]]["fields"])
    kind = None if personal else rows.kind_of(path.suffix, content)
    memory = known.place(server.rstrip("/"), asked["type"], path.name)
    return Push(line, path, content, asked, kind, memory).run(everything=everything)


def _applied(line: Line, import_id: str) -> Import:
    with shown.progress(out, 0) as (_, tell):
        return course.watch(line, course.move(line, str(_uuid(import_id)), "apply"), tell)


def _told(line: Line, one: Import | None, errors: Path | None) -> int:
    if one is None:
        out.print("没有新的或改过的行 no row is new or changed")
        return course.GOOD
    shown.report(out, one)
    if errors is not None:
        with line.download(f"/imports/{one['id']}/errors.csv") as answer, errors.open("wb") as file:
            for block in answer.iter_bytes():
                file.write(block)
        out.print(f"错误已写入 errors are in {errors}", markup=False)
    return course.exit_code(one)


def _client(server: str) -> httpx.Client:
    if not server.startswith(("https://", "http://")):
        raise typer.BadParameter("--server https://HOST")
    language = "zh-CN" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en"
    return httpx.Client(
        base_url=f"{server.rstrip('/')}/api/v1", headers={"Accept-Language": language}, timeout=_TIMEOUT
    )


def _credentials() -> Credentials:
    found = Credentials(*(os.environ.get(f"QINGLIAN_{name}", "") for name in ("TOKEN", "CLIENT_ID", "CLIENT_SECRET")))
    if not found.token and not (found.client_id and found.client_secret):
        raise typer.BadParameter("QINGLIAN_CLIENT_ID + QINGLIAN_CLIENT_SECRET 或 or QINGLIAN_TOKEN")
    return found


def _mapping(given: str) -> dict[str, Any]:
    """A mapping by its id, or as a document."""
    if not given:
        return {}
    with suppress(ValueError):
        return {"mapping_id": str(UUID(given))}
    try:
        return {"mapping": json.loads(Path(given).read_bytes())}
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"--mapping {given}: {error}") from error


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise typer.BadParameter("--apply ID") from error


def _pair(text: str) -> tuple[str, str]:
    name, found, scheme = text.partition("=")
    if not found:
        raise typer.BadParameter("--reference FIELD=SCHEME")
    return name, scheme
