"""Load a national school list into Qinglian through its HTTP API: an example for integrators.

The list is that of Sri Lanka: 10,083 schools as JSON, each with its district, zone and division. What a good client does:

1. It logs in once and keeps the session cookie; unsafe requests carry the CSRF token of the session.
2. It reads the tree of units and creates those that are missing, each below its parent.
3. It sends schools in batches of 500. A batch is atomic: written whole or not at all. The answer to a refused batch
   points at each faulty item (`/items/17/...`); those rows are taken out and reported, the others are sent again.
4. Every school carries external ids, unique on the server: `lk.list`, its id in this list, and `lk.census`, its census
   number where it has one. So the script may be run again at any time: what is there already is counted, not doubled.

    python load_schools.py --base-url http://127.0.0.1:8000 --username officer --password-file password.txt \
        --bureau-code 990124 --file lk-schools.json.gz

The account needs the rights to create units and schools below the bureau. Needs Python 3.11 and httpx.
"""

import argparse
import gzip
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx

Json = dict[str, Any]
BATCH = 500
UNIT_LEVELS = ("district", "zone", "educationDivision")
TAKEN = "unit.external_id_taken"  # a unit on the server has this external id
REPEATED = "unit.repeated"  # the same value stands more than once in this request; every place is pointed at

# How far a school teaches, as the API's types say it: 1AB, 1C and colleges to grade 13, Type2 to 11, Type3 to 8.
TYPES = {"1AB": "complete_secondary", "1C": "complete_secondary", "Type2": "nine_year", "Type3": "primary"}


class Refused(Exception):
    """The server refused a request; `problem` is its RFC 9457 document."""

    def __init__(self, response: httpx.Response) -> None:
        self.problem: Json = response.json()
        super().__init__(f"{response.status_code} {self.problem['code']}: {self.problem['detail']}")


class Api:
    """A logged-in session: keeps cookie and CSRF token, waits when the server asks it to (429, 503)."""

    def __init__(self, http: httpx.Client, username: str, password: str) -> None:
        self.http = http
        session = self.call("POST", "/auth/login", {"username": username, "password": password})
        http.headers["X-CSRF-Token"] = session["csrf_token"]

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """One request; the JSON of its answer. Raises Refused."""
        response = self.http.request(method, path, json=body)
        while response.status_code in (429, 503):
            time.sleep(min(int(response.headers.get("Retry-After", "1")), 60))
            response = self.http.request(method, path, json=body)
        if response.is_error:
            raise Refused(response)
        return cast("Json", response.json())


class Units:
    """The units below the bureau by parent and name; the missing ones are created."""

    def __init__(self, api: Api, bureau_code: str) -> None:
        self.api, self.created = api, 0
        nodes = api.call("GET", "/units/tree")["items"]
        codes = {node["id"]: node["code"] for node in nodes}
        self.ids = {(node["parent_id"], node["name"]): node["id"] for node in nodes if node["kind"] == "district"}
        for node in nodes:  # a bureau goes by its own code or by that of the region above it
            if node["kind"] == "bureau" and bureau_code in (node["code"], codes.get(node["parent_id"])):
                self.bureau: str = node["id"]
                return
        raise SystemExit(f"no bureau with the code {bureau_code} within reach of this account")

    def of(self, row: Json) -> str:
        """The smallest unit that the row names: its division, else its zone, else its district."""
        unit, path = self.bureau, [row[level] for level in UNIT_LEVELS if row[level]]
        for depth, name in enumerate(path, start=1):
            if (unit, name) not in self.ids:
                external_id = {"scheme": "lk.unit", "value": "/".join(path[:depth])}
                body = {"kind": "district", "parent_id": unit, "name": name, "external_ids": [external_id]}
                self.ids[unit, name] = self.api.call("POST", "/units", body)["id"]
                self.created += 1
            unit = self.ids[unit, name]
        return unit


@dataclass
class Report:
    """What became of the rows; a row's number is its place in the file, from 1."""

    rows: list[Json]
    created: int = 0
    present: int = 0
    duplicates: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.blank = [number for number, row in enumerate(self.rows, start=1) if not row["censusNo"]]
        self.first: dict[str, int] = {}
        for number, row in enumerate(self.rows, start=1):
            self.first.setdefault(row["censusNo"], number)

    def add_fault(self, number: int, fault: Json) -> None:
        """Why a row was taken out: its census number stands on an earlier row, it is there already, or a fault."""
        row = self.rows[number - 1]
        census, first = row["censusNo"], self.first[row["censusNo"]]
        if census and first != number:
            self.duplicates.append(f"row {number}: {row['name']}: census number {census} is that of row {first}")
        elif fault["code"] == TAKEN:
            self.present += 1
        else:
            self.refused.append(f"row {number}: {row['name']}: {fault['message']} ({fault['pointer']})")

    def print(self, units: int) -> None:
        """The summary, then every row that needs a person."""
        print(f"rows {len(self.rows)}, created {self.created}, already there {self.present}, units created {units}")
        print(f"duplicate census numbers {len(self.duplicates)}, refused for other reasons {len(self.refused)}")
        for line in self.duplicates + self.refused:
            print(line)
        repeats = max(len(self.blank) - 1, 0)
        print(f"rows without a census number {len(self.blank)}, so {repeats} repeat a blank:", *self.blank)


def school(row: Json, parent_id: str) -> Json:
    """A row as the API takes it. What the list does not say is left out, which means unknown."""
    external_ids = [{"scheme": "lk.list", "value": row["id"]}]
    if row["censusNo"]:
        external_ids.append({"scheme": "lk.census", "value": row["censusNo"]})
    return {
        "parent_id": parent_id,
        "name": row["name"],
        "type": TYPES.get(row["moeType"], "complete_secondary"),
        "ownership": "private" if row["type"] == "private" else "public",
        "address": row["address"],
        "external_ids": external_ids,
    }


def faulty_items(problem: Json, items: list[Json]) -> dict[int, Json]:
    """The items to take out with the fault of each. Of a value that is repeated in the request, the first item stays."""
    faults: dict[int, Json] = {}
    repeated: set[str] = set()
    for fault in problem["errors"]:
        pointed = re.match(r"/items/(\d+)(?:/external_ids/(\d+))?", fault.get("pointer", ""))
        if pointed and fault["code"] == REPEATED and pointed[2]:
            value = items[int(pointed[1])]["external_ids"][int(pointed[2])]["value"]
            if value not in repeated:
                repeated.add(value)
                continue
        if pointed:
            faults.setdefault(int(pointed[1]), fault)
    return faults


def send(api: Api, batch: dict[int, Json], report: Report) -> None:
    """Send one batch (schools by row number); while it is refused, take out the items that the server points at."""
    while batch:
        try:
            api.call("POST", "/schools:batch", {"items": list(batch.values())})
        except Refused as refused:
            faults = faulty_items(refused.problem, list(batch.values()))
            if not faults:
                raise
            numbers = list(batch)
            for index in sorted(faults):
                report.add_fault(numbers[index], faults[index])
                del batch[numbers[index]]
        else:
            report.created += len(batch)
            return


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, load the file, print the report."""
    parser = argparse.ArgumentParser(description="Load the Sri Lankan school list through the API.")
    parser.add_argument("--base-url", required=True, help="the server, e.g. http://127.0.0.1:8000")
    parser.add_argument("--username", required=True, help="e.g. a section officer")
    parser.add_argument("--password-file", required=True, type=Path, help="a file that holds the password only")
    parser.add_argument("--bureau-code", required=True, help="the code of the bureau, or of the region it serves")
    parser.add_argument("--file", required=True, type=Path, help="lk-schools.json or lk-schools.json.gz")
    options = parser.parse_args(arguments)
    content = options.file.read_bytes()
    report = Report(json.loads(gzip.decompress(content) if options.file.suffix == ".gz" else content))
    with httpx.Client(base_url=f"{options.base_url}/api/v1", headers={"Accept-Language": "en"}, timeout=120) as http:
        api = Api(http, options.username, options.password_file.read_text(encoding="utf-8").strip())
        units = Units(api, options.bureau_code)
        for start in range(0, len(report.rows), BATCH):
            numbered = enumerate(report.rows[start : start + BATCH], start=start + 1)
            send(api, {number: school(row, units.of(row)) for number, row in numbered}, report)
    report.print(units.created)


if __name__ == "__main__":
    main()
