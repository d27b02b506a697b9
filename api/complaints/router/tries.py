"""A look by receipt is counted: who was wrong too often waits."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from api.complaints import errors_vault as errors
from api.core.context import Context
from api.core.errors import Refused
from api.core.visits import Tries

Found = TypeVar("Found")


def counted(ctx: Context, request: Request, look: Callable[[], Found]) -> Found:
    """A look by receipt, unless this corner of the network was wrong too often just now."""
    tries: Tries = request.app.state.tries
    wait = tries.wait(address_of(request), ctx.now)
    if wait:
        raise Refused(errors.TRY_LATER, retry_after=wait)
    try:
        return look()
    except Refused as refused:
        if refused.spec is errors.NO_RECEIPT:
            tries.note(address_of(request), ctx.now)
        raise


def address_of(request: Request) -> str | None:
    """Whence a request comes; never written down."""
    return request.client.host if request.client else None
