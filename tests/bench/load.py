"""A load generator that costs little itself: HTTP/1.1 over kept connections, one request at a time on each."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

CONNECTIONS = 8


@dataclass(frozen=True)
class Request:
    """What to send; `body` is made anew for each request, since a created thing must be new."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: Callable[[], bytes] = bytes
    expected: int = 200

    def encoded(self) -> bytes:
        """The bytes on the wire."""
        body = self.body()
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Result:
    """What came of it."""

    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def drive(port: int, request: Request, seconds: float, connections: int = CONNECTIONS) -> Result:
    """Send `request` over and over for `seconds`; any other status than the expected one is an error."""
    return asyncio.run(_drive(port, request, seconds, connections))


async def _drive(port: int, request: Request, seconds: float, connections: int) -> Result:
    start = time.monotonic()
    counts = await asyncio.gather(*(_repeat(port, request, start + seconds) for _ in range(connections)))
    return Result(sum(counts), time.monotonic() - start)


async def _repeat(port: int, request: Request, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        writer.write(request.encoded())
        status, body = await _answer(reader)
        if status != request.expected:
            raise RuntimeError(f"{request.method} {request.path} answered {status}: {body[:500]!r}")
        count += 1
    writer.close()
    return count


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    return int(head[9:12]), await reader.readexactly(length)
