"""Files on their way out: streamed after the session is closed, and never run where our pages run."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.files.service import Handout
from api.files.storage import Storage

_RANGE = re.compile(r"^bytes=(\d{1,18})?-(\d{1,18})?$", re.ASCII)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def deliver(request: Request, storage: Storage, handout: Handout) -> StreamingResponse:
    """The reply: the whole, or what a `Range` header asks for. A range that is not there is ignored (RFC 9110, 14.2)."""
    etag = f'"{handout.sha256}"'
    start, end = 0, handout.size
    asked = request.headers.get("range")
    if asked and request.headers.get("if-range", etag) == etag:
        start, end = _span(asked, handout.size)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": disposition(handout.name),
        "Content-Length": str(end - start),
        # Opened by mistake in the browser it stays a stranger to this origin.
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
    }
    partial = end - start < handout.size
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{handout.size}"
    return StreamingResponse(
        _blocks(storage, handout.key, start, end), 206 if partial else 200, headers, handout.media_type
    )


def _blocks(storage: Storage, key: str, start: int, end: int) -> Iterator[bytes]:
    """Nothing is opened before the first block is asked for: by then the session is closed."""
    yield from storage.read(key, start, end)


def _span(header: str, size: int) -> tuple[int, int]:
    """First byte and the one after the last of one range; the whole for what is none, or several."""
    match = _RANGE.match(header)
    if match is None or match.groups() == (None, None):
        return 0, size
    first, last = match.groups()
    if first is None:  # the last so many bytes
        return max(0, size - int(last)), size
    start, end = int(first), min(size, int(last) + 1 if last else size)
    return (start, end) if start < end else (0, size)


def disposition(name: str) -> str:
    """`Content-Disposition` that saves, with the name in UTF-8 (RFC 6266, RFC 8187) and a plain one for old programs."""
    stem, _, extension = name.rpartition(".")
    plain = _UNSAFE.sub("_", stem).strip("_") or "file"
    return f"attachment; filename=\"{plain}.{_UNSAFE.sub('', extension)}\"; filename*=UTF-8''{quote(name, safe='')}"
