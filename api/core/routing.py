"""Routers of the product: a handler runs in one thread, in one transaction, and its reply is made before the commit.

FastAPI's own order costs a request four thread changes (session, handler, validation, close). Here the dependency that
guards a route only admits the request; the wrapped handler waits for a slot, and in its thread opens the session, finds
the actor, does the work, validates and writes the reply, and commits. The reply leaves after the commit.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from functools import cache, cached_property
from http import HTTPStatus
from typing import Annotated, Any, Protocol, TypeVar, get_args, get_origin

from fastapi import FastAPI, Response
from fastapi.params import Depends
from pydantic import TypeAdapter

from api.core import errors
from api.core.context import Context
from api.core.directory import Directory
from api.core.errors import ErrorSpec
from api.core.faces import STAFF, Face
from api.core.operation import Operation, Render, Work
from api.core.problems import MEDIA_TYPE, STATUS

API = "/api/v1"
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Admission(Protocol):
    """What a guarded route's dependency yields in place of the context: it can run a unit of work."""

    async def run(self, work: Callable[[Context], Any], render: Render) -> Response:
        """In a slot: open, admit, work, render, commit."""


PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_GUARD = (
    *(errors.NO_SIGN_IN, errors.TOKEN_INVALID, errors.TWO_CREDENTIALS),
    *(errors.FORBIDDEN, errors.PASSWORD_DUE, errors.SECOND_FACTOR_DUE, errors.PERSON_ONLY),
)
_ALWAYS = (errors.BAD_PARAMETER, errors.UNKNOWN_PARAMETER, errors.INTERNAL, errors.UNAVAILABLE)


class Raw:
    """A reply body that the database has made; it is sent as it is."""

    def __init__(self, body: bytes) -> None:
        self.body = body


class Router:
    """The operations of one domain; a handler is a unit of work. `register` puts them on the application.

    They are put there directly: FastAPI's included routers match every request twice, route by route, which cost more
    than reading a school (docs/adr/0001).
    """

    def __init__(self, *, prefix: str = "", tags: Sequence[str] = (), face: Face = STAFF, quiet: bool = False) -> None:
        self.prefix, self.tags, self.face, self.quiet = prefix, list[str | Enum](tags), face, quiet
        self.operations: list[tuple[str, Callable[..., Any], Work | None, dict[str, Any]]] = []

    @cached_property
    def routes(self) -> tuple[Operation, ...]:
        """Every operation, made once: it knows no application, so that many may share it and what it finds out."""
        return tuple(
            self._made(self.face.prefix + path, endpoint, work, options)
            for path, endpoint, work, options in self.operations
        )

    def _made(self, path: str, endpoint: Callable[..., Any], work: Work | None, options: dict[str, Any]) -> Operation:
        operation = Operation(path, endpoint, self.face, work, tags=self.tags, **options)
        operation.quiet = self.quiet
        return operation

    def register(self, app: FastAPI, directory: Directory) -> None:
        """Add every operation to `app` and to the face's `directory`."""
        for operation in self.routes:
            app.router.routes.append(operation)
            directory.add(operation)

    def get(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a reading operation."""
        return self._operation("GET", path, options)

    def post(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a creating or acting operation."""
        return self._operation("POST", path, options)

    def put(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a replacing operation."""
        return self._operation("PUT", path, options)

    def patch(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Declare a merge-patch operation."""
        return self._operation("PATCH", path, options)

    def delete(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        """Declare an operation that takes something away."""
        return self._operation("DELETE", path, options)

    def _operation(self, method: str, path: str, options: dict[str, Any]) -> Callable[[Handler], Handler]:
        def declare(endpoint: Handler) -> Handler:
            address = self.prefix + path
            self.operations.append((address, *_wrapped(method, address, endpoint, options)))
            return endpoint

        return declare


def _wrapped(
    method: str, path: str, endpoint: Callable[..., Any], given: dict[str, Any]
) -> tuple[Callable[..., Any], Work | None, dict[str, Any]]:
    """The endpoint for FastAPI, the work that it is, and its options with every error it can answer.

    `errors=` lists the refusals that an operation adds of its own.
    """
    options = {"methods": [method], "operation_id": endpoint.__name__} | given
    refusals: tuple[ErrorSpec, ...] = options.pop("errors", ())
    context = _context_parameter(endpoint)
    guard = _guard(endpoint, context) if context else None
    options["responses"] = problems(_refusals(guard, method, path, refusals)) | (options.get("responses") or {})
    options["openapi_extra"] = _header_parameters(guard) | (options.get("openapi_extra") or {})
    if options.get("status_code") == HTTPStatus.NO_CONTENT:
        options["response_model"] = None
    if context is None:
        return endpoint, None, options
    work = Work(endpoint, context, _renderer(options, endpoint))
    return _unit_of_work(work), work, options


def _context_parameter(endpoint: Callable[..., Any]) -> str | None:
    """The parameter that receives the context."""
    for name, parameter in inspect.signature(endpoint).parameters.items():
        if get_origin(parameter.annotation) is Annotated:
            kind, *marks = get_args(parameter.annotation)
            if kind is Context and any(isinstance(mark, Depends) for mark in marks):
                return name
    return None


def _unit_of_work(work: Work) -> Callable[..., Awaitable[Response]]:
    """The handler as FastAPI would call it."""

    @functools.wraps(work.handler)
    async def run(**values: Any) -> Response:
        admission: Admission = values.pop(work.context)
        return await admission.run(lambda ctx: work.handler(**values, **{work.context: ctx}), work.render)

    return run


def _renderer(options: dict[str, Any], endpoint: Callable[..., Any]) -> Render:
    status = options.get("status_code") or 200
    model = options.get("response_model") or inspect.signature(endpoint).return_annotation
    bodiless = model in (None, inspect.Signature.empty, Response) or _is_response(model)
    adapter = cache(lambda: TypeAdapter(model))  # made at the first reply: a process may never give one

    def render(ctx: Context, result: Any) -> Response:
        if isinstance(result, Response):
            return result
        if result is None or bodiless:
            return Response(status_code=204)
        if isinstance(result, Raw):
            return Response(result.body, status, ctx.reply.headers, "application/json")
        answered = ctx.reply.status or status
        _convenient_headers(ctx, result, answered)
        body = adapter().dump_json(adapter().validate_python(result, from_attributes=True))
        return Response(body, answered, ctx.reply.headers, "application/json")

    return render


def _is_response(model: Any) -> bool:
    return inspect.isclass(model) and issubclass(model, Response)


def _convenient_headers(ctx: Context, result: Any, status: int) -> None:
    """A revision is the ETag; what was created says where it is."""
    revision, identity = getattr(result, "revision", None), getattr(result, "id", None)
    if revision is not None:
        ctx.reply.headers["ETag"] = f'"{revision}"'
    if status == HTTPStatus.CREATED and identity is not None:
        ctx.reply.headers.setdefault("Location", f"{ctx.path}/{identity}")


def _refusals(guard: Any, method: str, path: str, own: tuple[ErrorSpec, ...]) -> list[ErrorSpec]:
    """Every refusal an operation can answer: its own, those of its guard, and those of any request."""
    found = [*own, *_ALWAYS]
    if guard is not None and not guard.anyone:
        found += _GUARD
        if method != "GET":
            found.append(errors.NO_CSRF)
    if "{" in path:
        found.append(errors.NOT_FOUND)
    if method in ("POST", "PUT", "PATCH"):
        found += [errors.INVALID, errors.CONFLICT, errors.BUSY, errors.TOO_LARGE, errors.MALFORMED]
    if guard is not None and guard.if_match:
        found += [errors.STALE, errors.MALFORMED_HEADER]
        if guard.if_match == "required":
            found.append(errors.IF_MATCH_REQUIRED)
    if guard is not None and (guard.idempotent or guard.sealed):
        found += [errors.KEY_REUSED, errors.KEY_IN_USE, errors.MALFORMED_HEADER]
    if guard is not None and guard.sealed:
        found.append(errors.KEY_REQUIRED)
    return found


def _header_parameters(guard: Any) -> dict[str, Any]:
    """The request headers that a guard reads, for the contract."""
    headers = []
    if guard is not None and guard.if_match:
        text = "ETag of the revision that was read."
        headers.append(_header("If-Match", '^"[0-9]{1,18}"$', text, required=guard.if_match == "required"))
    if guard is not None and guard.idempotent:
        text = "The same key gets the same answer for 24 h; nothing is done twice."
        headers.append(_header("Idempotency-Key", '^"?[A-Za-z0-9_-]{8,200}"?$', text, required=False))
    if guard is not None and guard.sealed:
        text = "Random, at least 128 bits. The same key gets the same answer for an hour; it opens the stored answer."
        headers.append(_header("Idempotency-Key", '^"?[A-Za-z0-9_-]{22,200}"?$', text, required=True))
    return {"parameters": headers} if headers else {}


def _header(name: str, pattern: str, description: str, *, required: bool) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": required, "schema": schema, "description": description}


def _guard(endpoint: Callable[..., Any], context: str) -> Any:
    marks = inspect.signature(endpoint).parameters[context].annotation.__metadata__
    return next(mark.dependency for mark in marks if isinstance(mark, Depends))


def problems(specs: list[ErrorSpec]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for refusals: one entry a status, one example a code."""
    grouped: dict[int, dict[str, ErrorSpec]] = {}
    for spec in specs:
        grouped.setdefault(STATUS[spec.kind], {})[spec.code] = spec
    return {status: _response(list(codes.values())) for status, codes in sorted(grouped.items())}


def _response(specs: list[ErrorSpec]) -> dict[str, Any]:
    """Codes by name; `core.openapi` writes each code's example once, under components."""
    examples = {spec.code: {"$ref": f"#/components/examples/{spec.code}"} for spec in specs}
    return {
        "description": ", ".join(f"`{spec.code}`" for spec in specs),
        "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "examples": examples}},
    }
