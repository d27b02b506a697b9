"""JSON log lines without personal data: route templates instead of addresses, ids instead of names, no bodies."""

import logging
import sys
from typing import Any

import orjson
import structlog


def configure(level: str) -> None:
    """Send every log line, ours and the libraries', to standard output as one JSON object."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [structlog.processors.add_log_level, structlog.processors.TimeStamper("iso", utc=True)]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(_dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Json())
    logging.basicConfig(handlers=[handler], level=max(number, logging.INFO), force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    # Alembic tells at INFO what it does even when it only reads a version, which /readyz asks for.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Our own middleware writes the access log; uvicorn's would hold addresses and query strings.
    logging.getLogger("uvicorn.access").disabled = True


def where(error: BaseException) -> dict[str, Any]:
    """A fault as a log line may tell it: kind and place in the code, never the message, which may hold a name."""
    trace, frames = error.__traceback__, []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return {"error": type(error).__name__, "frames": frames[-8:]}


def _dumps(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=lambda _value: "?")


class _Json(logging.Formatter):
    """Library lines: message template and place, never its arguments or exception text (they may hold data)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": str(record.msg), "level": record.levelname.lower(), "logger": record.name}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return orjson.dumps(line).decode()
