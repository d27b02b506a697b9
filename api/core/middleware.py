"""The outermost layer: request id, security headers, access log, request metrics."""

import re
import secrets
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core import faces, logs
from api.core.errors import TOO_LARGE, Refused
from api.core.faces import Face
from api.settings import Settings

REQUESTS = Counter("qinglian_requests_total", "Requests answered.", ["operation", "status"])
SECONDS = Histogram("qinglian_request_seconds", "Seconds from request to last byte.", ["operation"])
_TRACEPARENT = re.compile(rb"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")

# Where a route's own limit stands in the scope of its request.
BODY_LIMIT = "qinglian.body_limit"

SECURITY_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Envelope:
    """Pure ASGI, so that it costs one function call a message."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._max_body_bytes = settings.max_body_bytes
        self._faces = faces.shown(settings)
        self._headers = {face.name: _security_headers(face, secure=settings.cookie_secure) for face in self._faces}
        self._names = {name for headers in self._headers.values() for name, _ in headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["request_id"] = secrets.token_hex(16) if self._is_public(scope) else _request_id(scope)
        started, status = time.perf_counter(), 0

        async def stamped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._stamped(message["headers"], scope)
            await send(message)

        try:
            await self._app(scope, self._limited(scope, receive), stamped)
        except Exception:
            # Starlette raises again what `core.problems` has already answered and logged.
            if not status:
                raise
        finally:
            if not is_quiet(scope):
                _account_for(scope, status, time.perf_counter() - started)

    def _is_public(self, scope: Scope) -> bool:
        """A visitor's trace is not taken over: it would lead back to the visitor."""
        return faces.of(scope["path"], self._faces) is faces.PUBLIC

    def _stamped(self, headers: Sequence[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
        """The reply's own headers, which stand where both name one, and those of every reply of its face."""
        own, common = dict(headers), self._headers[faces.of(scope["path"], self._faces).name]
        kept = common if own.keys().isdisjoint(self._names) else [each for each in common if each[0] not in own]
        trace = () if is_quiet(scope) else ((b"x-request-id", scope["request_id"].encode()),)
        return [*headers, *trace, *kept]

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that refuses a body past the limit, whatever its Content-Length says.

        A route that spools its body to disk says its own limit in the scope, before the first byte is read.
        """
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            limit = scope.get(BODY_LIMIT, self._max_body_bytes)
            if seen > limit:
                raise Refused(TOO_LARGE, limit=limit)
            return message

        return counted


def is_quiet(scope: Scope) -> bool:
    """Whether the operation that was found is one of which no trace is kept."""
    return bool(getattr(scope.get("route"), "quiet", False))


def _security_headers(face: Face, *, secure: bool) -> list[tuple[bytes, bytes]]:
    policies = {"Content-Security-Policy": face.csp, "Cross-Origin-Resource-Policy": face.resource_policy}
    lasting = {"Strict-Transport-Security": "max-age=31536000"} if secure else {}
    return [(name.lower().encode(), value.encode()) for name, value in (SECURITY_HEADERS | policies | lasting).items()]


def _request_id(scope: Scope) -> str:
    """The caller's W3C trace id when it is well-formed, else a new one."""
    for name, value in scope["headers"]:
        if name == b"traceparent" and (match := _TRACEPARENT.match(value)):
            return match[1].decode()
    return secrets.token_hex(16)


@cache
def _metrics(operation: str, status: int) -> tuple[Counter, Histogram]:
    """There are as many as operations have statuses; the library would look each of them up under a lock."""
    return REQUESTS.labels(operation, status), SECONDS.labels(operation)


def _account_for(scope: Scope, status: int, seconds: float) -> None:
    route: Any = scope.get("route")
    operation = getattr(route, "operation_id", None) or getattr(route, "name", "none")
    answered, taken = _metrics(operation, status)
    answered.inc()
    taken.observe(seconds)
    logs.info(
        "request",
        request_id=scope["request_id"],
        method=scope["method"],
        operation=operation,
        status=status,
        ms=round(seconds * 1000, 1),
        actor=scope.get("actor_id"),
    )
