"""Load a national school list into Qinglian through its HTTP API: an example for integrators.

The list is that of Sri Lanka: 10,083 schools as JSON, each with its district, zone and division. What a good client does:

1. It packs everything into one bundle: a ZIP of files with a `manifest.json` that says of what type each is. The server
   imports them in the order in which they refer to each other, checks all of them before it writes, and goes on by itself
   when this script, the line or the server breaks.
2. Units and schools carry ids of their own (`lk.unit`, the path of names; `lk.list`, the id in this list; `lk.census`, the
   census number). So the script may be run again at any time: what is there already is counted as unchanged.
3. Rows that the server refuses are listed with file, row and reason; all others are loaded.

    python load_schools.py --base-url http://127.0.0.1:8000 --username officer --password-file password.txt \
        --bureau-code 990124 --file lk-schools.json.gz

The account needs the rights to import, and to keep units and schools below the bureau. Needs Python 3.11 and httpx.
"""

import argparse
import gzip
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx

Json = dict[str, Any]
UNIT_LEVELS = ("district", "zone", "educationDivision")
RUNNING = ("validating", "applying")

# How far a school teaches, as the API's types say it: 1AB, 1C and colleges to grade 13, Type2 to 11, Type3 to 8.
TYPES = {"1AB": "complete_secondary", "1C": "complete_secondary", "Type2": "nine_year", "Type3": "primary"}


class Api:
    """A logged-in session: keeps cookie and CSRF token, waits when the server asks it to (429, 503)."""

    def __init__(self, http: httpx.Client, username: str, password: str) -> None:
        self.http = http
        session = self.call("POST", "/auth/login", json={"username": username, "password": password})
        http.headers["X-CSRF-Token"] = session["csrf_token"]

    def call(self, method: str, path: str, **content: Any) -> Json:
        """One request; the JSON of its answer. Ends the script where it is refused (RFC 9457)."""
        response = self.http.request(method, path, **content)
        while response.status_code in (429, 503):
            time.sleep(min(int(response.headers.get("Retry-After", "1")), 60))
            response = self.http.request(method, path, **content)
        answer: Json = response.json()
        if response.is_error:
            raise SystemExit(f"{response.status_code} {answer['code']}: {answer['detail']}")
        return answer

    def bureau(self, code: str) -> str:
        """The id of the bureau that goes by `code`, its own or that of the region above it."""
        nodes = self.call("GET", "/units/tree")["items"]
        codes = {node["id"]: node["code"] for node in nodes}
        for node in nodes:
            if node["kind"] == "bureau" and code in (node["code"], codes.get(node["parent_id"])):
                return cast("str", node["id"])
        raise SystemExit(f"no bureau with the code {code} within reach of this account")


# --- The bundle ------------------------------------------------------------------------------------------------------


def path_of(row: Json) -> list[str]:
    """The units above a school, from its district down; levels that the row does not name are left out."""
    return [row[level] for level in UNIT_LEVELS if row[level]]


def units(rows: list[Json]) -> Iterator[Json]:
    """Every unit that the list names, each after the one above it."""
    paths = {tuple(path_of(row)[:depth]): None for row in rows for depth in range(1, len(path_of(row)) + 1)}
    for path in sorted(paths, key=len):
        yield {"kind": "district", "name": path[-1], "external_id": "/".join(path), "parent": "/".join(path[:-1])}


def school(row: Json) -> Json:
    """A row as the server takes it. What the list does not say is left out, which means unknown."""
    found = {
        "name": row["name"],
        "parent": "/".join(path_of(row)),
        "type": TYPES.get(row["moeType"], "complete_secondary"),
        "ownership": "private" if row["type"] == "private" else "public",
        "address": row["address"],
        "external_id": row["id"],
    }
    return found | ({"external_ids": [f"lk.census:{row['censusNo']}"]} if row["censusNo"] else {})


def bundle(rows: list[Json], bureau: str) -> bytes:
    """The ZIP. How a parent is given is said once for each file: districts by the id of the bureau, the rest by ours."""
    every = list(units(rows))
    files = {
        "districts": ("unit", "id", [unit | {"parent": bureau} for unit in every if not unit["parent"]]),
        "zones": ("unit", "ext:lk.unit", [unit for unit in every if unit["parent"]]),
        "schools": ("school", "ext:lk.unit", [school(row) for row in rows]),
    }
    content, members = io.BytesIO(), []
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, (type_, parent, records) in files.items():
            own = "ext:lk.list" if type_ == "school" else "ext:lk.unit"
            file = f"{name}.ndjson"
            members.append({"file": file, "type": type_, "id_scheme": own, "references": {"parent": parent}})
            book.writestr(file, "".join(f"{json.dumps(record)}\n" for record in records))
        book.writestr("manifest.json", json.dumps({"format": "qinglian.bundle/1", "members": members}))
    return content.getvalue()


# --- The report ------------------------------------------------------------------------------------------------------


def refused(api: Api, one: Json) -> Iterator[str]:
    """Every fault of every row, a hundred at a time."""
    cursor = ""
    while cursor is not None:
        asked = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        feed = api.call("GET", f"/imports/{one['id']}/errors", params=asked)
        for fault in feed["items"]:
            yield f"{fault['member']} row {fault['row']}: {fault['field']}: {fault['message']}"
        cursor = feed["next_cursor"]


def report(api: Api, one: Json) -> None:
    """What became of each file, why the bundle failed if it did, and every row that needs a person."""
    for member in one["members"]:
        counts = member["counts"]
        said = ", ".join(f"{name} {counts[name]}" for name in ("created", "updated", "unchanged", "rejected"))
        print(f"{member['filename']}: {said}")
    for fault in (one["failure"] or {"faults": []})["faults"]:
        print(f"{fault['place']}: {fault['message']}")
    for line in refused(api, one):
        print(line)
    print(one["state"])


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, send the bundle, wait for its end, print the report."""
    parser = argparse.ArgumentParser(description="Load the Sri Lankan school list through the API.")
    parser.add_argument("--base-url", required=True, help="the server, e.g. http://127.0.0.1:8000")
    parser.add_argument("--username", required=True, help="e.g. a section officer")
    parser.add_argument("--password-file", required=True, type=Path, help="a file that holds the password only")
    parser.add_argument("--bureau-code", required=True, help="the code of the bureau, or of the region it serves")
    parser.add_argument("--file", required=True, type=Path, help="lk-schools.json or lk-schools.json.gz")
    options = parser.parse_args(arguments)
    content = options.file.read_bytes()
    rows: list[Json] = json.loads(gzip.decompress(content) if options.file.suffix == ".gz" else content)
    with httpx.Client(base_url=f"{options.base_url}/api/v1", headers={"Accept-Language": "en"}, timeout=120) as http:
        api = Api(http, options.username, options.password_file.read_text(encoding="utf-8").strip())
        packed = bundle(rows, api.bureau(options.bureau_code))
        asked = {"params": {"type": "bundle", "filename": "lk-schools.zip"}, "content": packed}
        one = api.call(
            "POST", "/imports:run", headers={"Content-Type": "application/zip", "Prefer": "wait=20"}, **asked
        )
        while one["state"] in RUNNING:
            time.sleep(1)
            one = api.call("GET", f"/imports/{one['id']}")
        report(api, one)


if __name__ == "__main__":
    main()
