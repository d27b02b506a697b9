"""A county as one file: a bundle that another, empty one loads as it is.

Units are known by ids of the scheme `qinglian`, those they came with or else their own here: what was loaded leaves again
the same to the byte. Bureaus are there before anybody can sign in and load; whatever stands right below one names it.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from api.access.permissions import Permission
from api.core import clock, tabular
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run
from api.exchange.exporters import ports
from api.exchange.imports.rules.bundles import FORMAT, MANIFEST

KIND = "county"
JOB = f"export.{KIND}"
PERMISSIONS = (Permission.UNIT_READ, Permission.SCHOOL_EXPORT, Permission.PERSON_READ)
_SYSTEM = "qinglian"
_SCHEME = f"ext:{_SYSTEM}"
_NAMED = frozenset({"province", "city", "county", "bureau"})  # units that a bundle does not bring
Row = Mapping[str, Any]
Pair = tuple[dict[str, Any], Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one type: the list they are from, by what they are known, what of the list goes along."""

    type: str
    exporter: str
    fields: tuple[str, ...]
    id_scheme: str = _SCHEME
    reference: str = "parent"


_UNIT = _Kind("unit", "units", ("name", "kind", "short_name", "code", "status"))
_SCHOOL = _Kind(
    "school",
    "schools",
    (
        *("name", "short_name", "code", "credit_code", "type", "ownership", "status", "area", "pupils", "staff"),
        *("boarding", "boarders", "canteen", "party_members", "party_organization", "party_coverage"),
        *("address", "longitude", "latitude", "former_names"),
    ),
)
_PERSON = _Kind(
    "person",
    "persons",
    (
        *("name", "kind", "status", "id_kind", "id_masked", "registration", "registered_to_on"),
        *("party_standing", "party_joined_on", "party_unit"),
    ),
    id_scheme="name",
    reference="unit",
)


def job() -> JobKind:
    """The kind of job that makes it."""
    return JobKind(JOB, _export, permission=Permission.SCHOOL_EXPORT, per_unit=2, kept=timedelta(days=7))


def _export(run: Run) -> None:
    with tempfile.TemporaryFile() as file:
        with run.snapshot() as ctx:
            if not all(map(ctx.may, PERMISSIONS)):
                raise Refused(FORBIDDEN)
            rows = _write(ctx, run, file)
            day = clock.legal_day(ctx.now)
        hand_over(run, file, rows, {"filename": f"qinglian_{day:%Y%m%d}.zip", "media_type": "application/zip"})


def _write(ctx: Context, run: Run, file: IO[bytes]) -> int:
    """The bundle, from one state of the data; how many rows it holds."""
    units = {unit["id"]: unit for unit in _read(ctx, "units")}
    members: list[dict[str, Any]] = []
    total = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for kind in (_UNIT, _SCHOOL, _PERSON):
            # A reference is given in one scheme in each file: those to units that are named come first.
            every = list(_rows(ctx, kind, units))
            for named in (True, False):
                rows = [row for row in every if _is_named(units, row[1]) is named]
                if rows:
                    members.append(_member(book, kind, units, rows))
                total += len(rows)
                run.report(total)
        listed = json.dumps({"format": FORMAT, "members": members}, ensure_ascii=False, indent=1)
        _entry(book, MANIFEST, listed.encode())
    return total


def _read(ctx: Context, name: str) -> Iterator[Row]:
    """A list as it leaves the house, of all that lies within reach."""
    exporter = ports.exporters[name]
    return exporter.read(ctx, exporter.filter(), "")


def _rows(ctx: Context, kind: _Kind, units: Mapping[Any, Row]) -> Iterator[Pair]:
    """What is written of each row, but for its reference, and the unit that this is."""
    for row in _read(ctx, kind.exporter):
        if kind is _UNIT and (row["kind"] in _NAMED or row["kind"] == "school"):
            continue
        said = {name: row[name] for name in kind.fields if row[name] not in (None, [])}
        if said.get("registration") == "expired":  # what the calendar makes of a valid one
            said["registration"] = "valid"
        if kind is not _PERSON:
            own = units[row["id"]]
            said["external_id"] = _key(own)
            others = [each for each in own["external_ids"] if not each.startswith(f"{_SYSTEM}:")]
            said |= {"external_ids": others} if others else {}
        yield said, row["unit_id" if kind is _PERSON else "parent_id"]


def _key(unit: Row) -> str:
    """By what a unit is known outside: the id that it came with, else its own."""
    came = next((each for each in unit["external_ids"] if each.startswith(f"{_SYSTEM}:")), None)
    return came.removeprefix(f"{_SYSTEM}:") if came else str(unit["id"])


def _is_named(units: Mapping[Any, Row], unit_id: Any) -> bool:
    return unit_id not in units or units[unit_id]["kind"] in _NAMED


def _member(book: zipfile.ZipFile, kind: _Kind, units: Mapping[Any, Row], rows: list[Pair]) -> dict[str, Any]:
    """Write one file; what the manifest says of it."""
    named = _is_named(units, rows[0][1])
    records = [{**said, kind.reference: units[unit]["name"] if named else _key(units[unit])} for said, unit in rows]
    name = f"{kind.type}s{'-below-bureau' if named else ''}.ndjson"
    with tabular.write_ndjson(records) as file:
        content = file.read()
    _entry(book, name, content)
    scheme = "name" if named else _SCHEME
    about = {"file": name, "type": kind.type, "id_scheme": kind.id_scheme, "references": {kind.reference: scheme}}
    return about | {"sha256": hashlib.sha256(content).hexdigest()}


def _entry(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    """An entry without a date: the same county makes the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(entry, content)
