"""Files of cases on their way out: opened part by part, after the session is closed."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.complaints import parts
from api.complaints.queries.vault import read_part
from api.complaints.service.attachments import Opened
from api.files.delivery import disposition


def deliver(request: Request, opened: Opened) -> StreamingResponse:
    """The reply. A file that is destroyed meanwhile breaks off."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": disposition(opened.name),
        "Content-Length": str(opened.size),
        # Opened by mistake in the browser it stays a stranger to this origin.
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(_blocks(request, opened), 200, headers, opened.media_type)


async def _blocks(request: Request, opened: Opened) -> AsyncIterator[bytes]:
    state: Any = request.app.state
    content = parts.Content(opened.key, opened.part.place, opened.size)
    for number in range(parts.number_of(opened.size)):
        yield content.next(await state.slots.run(read_part, state.database, opened.part, number))
