"""Judge the published contract (`openapi/openapi.json`): can a stranger build a client from it alone?

Every operation says what it is for, shows an answer, and lists its refusals. Prints one line a fault.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).resolve().parent.parent / "openapi" / "openapi.json"
VERBS = frozenset({"get", "put", "post", "patch", "delete"})
SNAKE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
PROBLEM = "application/problem+json"
# Its refusals have the form that every OAuth client knows (RFC 6749, 5.2), besides those of any request.
OAUTH = "/api/v1/oauth/token"
# Any request can be wrong, or meet a broken or a busy server.
ALWAYS = ("400", "500", "503")

Json = dict[str, Any]


def faults(contract: Json) -> Iterator[str]:
    """Everything wrong with the contract, in sentences."""
    seen: set[str] = set()
    for name, verb, operation in operations(contract):
        where = f"{verb.upper()} {name}"
        identity = operation.get("operationId", "")
        if identity in seen:
            yield f"{where}: operationId {identity!r} is used twice"
        seen.add(identity)
        for fault in (*described(operation), *answers(contract, operation), *refusals(name, verb, operation)):
            yield f"{where}: {fault}"
        yield from (f"{where}: parameter {odd!r} is not snake_case" for odd in odd_parameters(operation))
    for schema, odd in odd_fields(contract):
        yield f"schema {schema}: field {odd!r} is not snake_case"


def operations(contract: Json) -> Iterator[tuple[str, str, Json]]:
    """Path, verb and body of each operation."""
    for path, item in contract["paths"].items():
        yield from ((path, verb, operation) for verb, operation in item.items() if verb in VERBS)


def described(operation: Json) -> Iterator[str]:
    """Name, summary, description, tag, and a description of each parameter's purpose."""
    for part in ("operationId", "summary", "description", "tags"):
        if not operation.get(part):
            yield f"has no {part}"
    if not SNAKE.match(operation.get("operationId", "")):
        yield "operationId is not snake_case"


def answers(contract: Json, operation: Json) -> Iterator[str]:
    """A documented success with a schema and an example."""
    successes = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
    if not successes:
        yield "documents no success"
    for code, answer in successes.items():
        if code == "204":
            if answer.get("content"):
                yield "204 has a body"
            continue
        if not answer.get("content"):
            yield f"{code} says nothing of its body"
        for media, body in answer.get("content", {}).items():
            yield from (f"{code} {media} {fault}" for fault in body_faults(contract, media, body))


def body_faults(contract: Json, media: str, body: Json) -> Iterator[str]:
    """What one described body lacks."""
    schema = resolve(contract, body.get("schema", {}))
    if media == "application/json" and not schema:
        yield "has no schema"
    if not any(key in place for place in (body, schema) for key in ("example", "examples")):
        yield "has no example"


def refusals(path: str, verb: str, operation: Json) -> Iterator[str]:
    """Each status that the shape of the operation makes possible, as a problem with an example for each code."""
    listed = operation["responses"]
    yield from (f"does not list {status}" for status in expected(path, verb, operation) if status not in listed)
    for status, answer in listed.items():
        if status[0] in "45":
            if path == OAUTH and answer.get("content", {}).get("application/json", {}).get("example"):
                continue
            body = answer.get("content", {}).get(PROBLEM, {})
            if "schema" not in body or not body.get("examples"):
                yield f"{status} is not a problem with examples"
    if "default" in listed or any("X" in status for status in listed):
        yield "hides statuses behind 'default' or a range"


def expected(path: str, verb: str, operation: Json) -> Iterator[str]:
    """The statuses that follow from path, verb, body, headers and guard."""
    yield from ALWAYS
    headers = {
        parameter["name"]: parameter.get("required", False)
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "header"
    }
    if operation.get("security"):
        yield from ("401", "403")
    if "{" in path:
        yield "404"
    if verb != "get" and "requestBody" in operation:
        yield from ("409", "413", "422")
    if "If-Match" in headers:
        yield "412"
        if headers["If-Match"]:
            yield "428"


def odd_parameters(operation: Json) -> Iterator[str]:
    """Query and path parameters that are not snake_case; `from` and `:verb` paths are."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] in ("query", "path") and not SNAKE.match(parameter["name"]):
            yield parameter["name"]


def odd_fields(contract: Json) -> Iterator[tuple[str, str]]:
    """Fields of the wire that are not snake_case."""
    for name, schema in contract.get("components", {}).get("schemas", {}).items():
        yield from ((name, field) for field in schema.get("properties", {}) if not SNAKE.match(field))


def resolve(contract: Json, schema: Json) -> Json:
    """Follow a reference inside the contract."""
    while "$ref" in schema:
        found: Any = contract
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def main() -> int:
    """Read, judge, tell."""
    contract = json.loads(CONTRACT.read_text(encoding="utf-8"))
    found = list(faults(contract))
    print("\n".join(found) or f"{sum(1 for _ in operations(contract))} operations, all complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
