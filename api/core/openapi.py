"""The published contract (OpenAPI 3.1): FastAPI's document, made complete.

Added here, once for all operations: the problem schema, the security scheme, an example of every reply. Taken away:
FastAPI's own 422, which this product never sends.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from api.core.errors import CATALOG, ErrorSpec
from api.core.faces import STAFF
from api.core.problems import MEDIA_TYPE, STATUS

Document = dict[str, Any]
PROBLEM: Document = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details. `code` is stable; texts follow Accept-Language (zh-CN, en).",
    "required": ["type", "title", "status", "detail", "instance", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "Request id, also in X-Request-Id."},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "pointer": {"type": "string", "description": "RFC 6901 pointer into the body."},
                    "parameter": {"type": "string", "description": "Query parameter or header."},
                    "params": {"type": "object"},
                },
            },
        },
    },
}
_SESSION = {"type": "apiKey", "in": "cookie", "name": STAFF.cookie}
_PAGE_TOKEN = {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"}
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "A personal access token (`qlp_…`), or an access token of `POST /oauth/token`.",
}
_SAMPLES: Document = {
    "uuid": "0198c0de-0000-7000-8000-000000000001",
    "date-time": "2026-11-20T00:30:00.000Z",
    "date": "2026-11-20",
}


def contract(app: FastAPI) -> Document:
    """The complete OpenAPI document of `app`."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes, description=app.description)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    components["securitySchemes"] = {"session": _SESSION, "page_token": _PAGE_TOKEN, "bearer": _BEARER}
    components["examples"] = {code: _problem_example(spec) for code, spec in sorted(CATALOG.items())}
    guarded = _guarded(app)
    for path, method, operation in operations(document):
        _complete(operation, schemas)
        if (path, method) in guarded:
            operation["security"] = _security(method, guarded[path, method])
    return document


def _security(method: str, guard: Any) -> list[Document]:
    """A person's session, with the page's token where something changes; where machines may come, or an access token."""
    person: Document = {"session": []} if method == "get" else {"session": [], "page_token": []}
    return [person, {"bearer": []}] if guard.open_to_machines else [person]


def _problem_example(spec: ErrorSpec) -> Document:
    # Parameters stay in their braces: an example shows where they go.
    title = spec.zh
    value = {"type": f"/api/docs/errors#{spec.code}", "title": title, "status": STATUS[spec.kind], "detail": title}
    return {
        "summary": f"{spec.zh} {spec.en}",
        "value": value | {"instance": "0198c0de", "code": spec.code, "errors": []},
    }


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Every (path, method, operation) of a contract."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _guarded(app: FastAPI) -> dict[tuple[str, str], Any]:
    """The guards of the operations that need a caller who is known."""
    return {
        (context.path_format or "", method.lower()): guard
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
        if (guard := guard_of(context)) is not None and not guard.anyone
    }


def guard_of(route: Any) -> Any:
    """The guard in a route's dependencies, or None for a route that has none."""
    dependant = getattr(route, "dependant", None)
    for dependency in dependant.dependencies if dependant else ():
        if hasattr(dependency.call, "permission") and hasattr(dependency.call, "anyone"):
            return dependency.call
    return None


def _complete(operation: Document, schemas: Document) -> None:
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    for status, response in responses.items():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            content.pop("application/json", None)
        for media in content.values() if status.startswith("2") else ():
            if "example" not in media and "examples" not in media and "schema" in media:
                media["example"] = example(media["schema"], schemas)


def example(schema: Document, schemas: Document) -> Any:
    """A value that fits `schema`: its own example where it has one, else made of its parts."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("example", "const", "default"):
        if key in schema:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return example(schema[key][0], schemas)
    return _by_type(schema, schemas)


def _by_type(schema: Document, schemas: Document) -> Any:
    match schema.get("type"):
        case "object":
            return {name: example(part, schemas) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [example(schema["items"], schemas)] if "items" in schema else []
        case "string":
            return _SAMPLES.get(schema.get("format", ""), "…")
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return None
