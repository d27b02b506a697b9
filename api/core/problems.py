"""Refusals as RFC 9457 problem+json: one shape, one place, in the caller's language, never echoing input."""

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.core import errors, expected, logs
from api.core.constraints import explain
from api.core.errors import ErrorSpec, Kind, Refused, Violation
from api.core.transaction import transient

STATUS = {
    Kind.BAD_REQUEST: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.METHOD: 405,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.UNPROCESSABLE: 422,
    Kind.PRECONDITION_MISSING: 428,
    Kind.TOO_MANY: 429,
    Kind.INTERNAL: 500,
    Kind.UNAVAILABLE: 503,
}
MEDIA_TYPE = "application/problem+json"

# Faults that pydantic finds, by its error type. The first match of a prefix wins.
MISSING = errors.define("input.required", Kind.UNPROCESSABLE, "必填。", "Required.")
UNKNOWN_FIELD = errors.define("input.unknown_field", Kind.UNPROCESSABLE, "没有这个字段。", "There is no such field.")
NOT_A_CHOICE = errors.define(
    "input.not_a_choice", Kind.UNPROCESSABLE, "只能是：{expected}。", "Must be one of: {expected}."
)
TOO_LONG = errors.define(
    "input.too_long", Kind.UNPROCESSABLE, "太长，最多 {max_length}。", "Too long; at most {max_length}."
)
TOO_SHORT = errors.define(
    "input.too_short", Kind.UNPROCESSABLE, "太短，至少 {min_length}。", "Too short; at least {min_length}."
)
OUT_OF_RANGE = errors.define(
    "input.out_of_range", Kind.UNPROCESSABLE, "超出范围：{limits}。", "Out of range: {limits}."
)
BAD_JSON = errors.define("input.bad_json", Kind.UNPROCESSABLE, "不是合法的 JSON。", "Not valid JSON.")
WRONG_TYPE = errors.define(
    "input.wrong_type", Kind.UNPROCESSABLE, "格式不对，应为：{wanted}。", "Wrong form; expected: {wanted_en}."
)


def language_of(request: Request) -> str:
    """'en' when the caller prefers English, else 'zh-CN'."""
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh-CN"


def problem(request: Request, refused: Refused) -> Response:
    """The reply of a refusal."""
    spec, language = refused.spec, language_of(request)
    title = spec.text(language, refused.params)
    body = {
        "type": f"/api/docs/errors#{spec.code}",
        "title": title,
        "status": STATUS[spec.kind],
        "detail": title,
        "instance": "" if getattr(request.scope.get("route"), "quiet", False) else request.scope.get("request_id", ""),
        "code": spec.code,
        "errors": [_entry(violation, language) for violation in refused.violations],
    }
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if spec.kind is Kind.UNAUTHENTICATED:  # RFC 6750, 3: why a token was not taken
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if spec is errors.TOKEN_INVALID else "Bearer"
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    return Response(orjson.dumps(body), STATUS[spec.kind], headers, MEDIA_TYPE)


def _entry(violation: Violation, language: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "code": violation.spec.code,
        "message": violation.spec.text(language, violation.params),
    }
    if violation.parameter is not None:
        entry["parameter"] = violation.parameter
    else:
        entry["pointer"] = violation.pointer or ""
    if violation.params:
        entry["params"] = dict(violation.params)
    return entry


def install(app: FastAPI) -> None:
    """Let the framework answer like this, too."""
    for kind in (*_HANDLERS, Exception):
        app.add_exception_handler(kind, reply)


def reply(request: Request, error: Exception) -> Response:
    """The answer to what was raised; what is not known here is an internal error without a word of its cause."""
    handlers = (handler for kind, handler in _HANDLERS.items() if isinstance(error, kind))
    return next(handlers, _internal)(request, error)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    """Pydantic's faults: path → 404, query and headers → 400, body → 422, all of them at once."""
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    places = {fault["loc"][0] for fault in faults}
    if "path" in places:
        return problem(request, Refused(errors.NOT_FOUND))
    spec = errors.INVALID if places <= {"body"} else errors.BAD_PARAMETER
    return problem(request, Refused(spec, violations_of(faults)))


def violations_of(faults: Iterable[Any], prefix: str = "") -> list[Violation]:
    """Pydantic's faults as violations with a pointer (body) or a parameter name (query, header)."""
    return [_violation(fault, prefix) for fault in faults]


def _violation(fault: Any, prefix: str) -> Violation:
    spec, params = _classify(fault)
    place, *rest = fault["loc"] or ("body",)
    if place in ("query", "header", "cookie"):
        return Violation(spec, parameter=str(rest[0]) if rest else "", params=params)
    steps = rest if place == "body" else fault["loc"]
    if fault["type"] == "json_invalid":
        steps = []
    return Violation(spec, prefix + "".join(f"/{_escape(step)}" for step in steps), params=params)


def _escape(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _classify(fault: Any) -> tuple[ErrorSpec, dict[str, Any]]:
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind == "missing":
        return MISSING, {}
    if kind == "extra_forbidden":
        return UNKNOWN_FIELD, {}
    if kind in ("enum", "literal_error"):
        return NOT_A_CHOICE, {"expected": context["expected"]}
    if kind.endswith("too_long"):
        return TOO_LONG, {"max_length": context["max_length"]}
    if kind.endswith("too_short"):
        return TOO_SHORT, {"min_length": context["min_length"]}
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        sign = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<"}
        return OUT_OF_RANGE, {
            "limits": " ".join(f"{sign[name]} {limit!s}" for name, limit in context.items() if name in sign)
        }
    if kind == "json_invalid":
        return BAD_JSON, {}
    return WRONG_TYPE, expected.wanted(kind, context)


def _http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses; a refusal raised while the body was read comes wrapped."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Refused):
        return problem(request, error.__cause__)
    specs = {404: errors.NOT_FOUND, 405: errors.METHOD_NOT_ALLOWED}
    reply = problem(request, Refused(specs.get(error.status_code, errors.MALFORMED)))
    reply.headers.update(error.headers or {})
    return reply


def _database(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    if isinstance(error, IntegrityError):
        return problem(request, Refused(explain(error)))
    if transient(error):
        return problem(request, Refused(errors.BUSY))
    if isinstance(error, OperationalError):
        return _unavailable(request, error)
    return _internal(request, error)


def _unavailable(request: Request, error: Exception) -> Response:
    logs.error("database_unavailable", error=type(error).__name__, request_id=request.scope.get("request_id"))
    return problem(request, Refused(errors.UNAVAILABLE, retry_after=5))


def _internal(request: Request, error: Exception) -> Response:
    """The log gets the place in the code, never the message: it may hold a name or a complaint's words."""
    logs.error("internal_error", request_id=request.scope.get("request_id"), **logs.where(error))
    return problem(request, Refused(errors.INTERNAL))


_HANDLERS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    Refused: _refused,
    RequestValidationError: _invalid,
    HTTPException: _http,
    DBAPIError: _database,
    PoolTimeout: _unavailable,
}
