"""JSON log lines without personal data: route templates instead of addresses, ids instead of names, no bodies."""

import logging
import sys
from typing import IO, Any

import orjson

from api.core import clock


class _Output:
    """Where our own lines go, and from which level on. Standard output is looked up late: a test may exchange it."""

    stream: IO[bytes] | None = None
    level = logging.INFO


def configure(level: str) -> None:
    """Send every log line, ours and the libraries', to standard output as one JSON object."""
    number = logging.getLevelNamesMapping()[level.upper()]
    _Output.stream, _Output.level = sys.stdout.buffer, number
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Json())
    logging.basicConfig(handlers=[handler], level=max(number, logging.INFO), force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    # Alembic tells at INFO what it does even when it only reads a version, which /readyz asks for.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Our own middleware writes the access log; uvicorn's would hold addresses and query strings.
    logging.getLogger("uvicorn.access").propagate = False


def info(event: str, **facts: Any) -> None:
    """Something happened."""
    _write(logging.INFO, "info", event, facts)


def warning(event: str, **facts: Any) -> None:
    """Something went wrong and was dealt with."""
    _write(logging.WARNING, "warning", event, facts)


def error(event: str, **facts: Any) -> None:
    """Something went wrong that somebody should look at."""
    _write(logging.ERROR, "error", event, facts)


def _write(number: int, level: str, event: str, facts: dict[str, Any]) -> None:
    if number >= _Output.level:
        line = {"event": event, "level": level, "timestamp": clock.now(), **facts}
        stream = _Output.stream or sys.stdout.buffer
        stream.write(orjson.dumps(line, default=lambda _: "?", option=_LINE))  # one write a line: threads do not mix
        stream.flush()


_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def where(error: BaseException) -> dict[str, Any]:
    """A fault as a log line may tell it: kind and place in the code, never the message, which may hold a name."""
    trace, frames = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return {"error": type(error).__name__, "frames": frames[-8:]}


class _Json(logging.Formatter):
    """Library lines: message template and place, never its arguments or exception text (they may hold data)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": str(record.msg), "level": record.levelname.lower(), "logger": record.name}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return orjson.dumps(line).decode()
