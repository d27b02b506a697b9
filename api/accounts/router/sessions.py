"""Log-in and the own sessions over HTTP."""

from typing import Annotated
from uuid import UUID

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from api.access.guard import COOKIE, Anyone, SignedIn, page_token
from api.accounts import errors, passwords
from api.accounts.queries import sessions as queries
from api.accounts.schemas import LoginIn, PasswordIn, PostChoice, SessionOut, SessionsOut, SignInRow
from api.accounts.service import own_password, sessions
from api.accounts.service.sessions import Desk, Proof
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/auth", tags=["auth"])

_HASHING = CapacityLimiter(passwords.AT_ONCE)
_COOKIE_SET = {
    "Set-Cookie": {
        "description": f"`{COOKIE}`: opaque, HttpOnly, SameSite=Strict.",
        "schema": {"type": "string"},
    }
}


def address_of(request: Request) -> str | None:
    """Where a request comes from: the address of the browser, which uvicorn takes from a trusted proxy's header."""
    return request.client.host if request.client else None


async def _proof(request: Request, body: LoginIn) -> Proof:
    """The first half of a log-in, before the guard takes a place: two passwords at a time, no transaction open."""
    state = request.app.state
    desk = Desk(state.database, state.keys)
    async with _HASHING:
        attempt = await state.slots.run(sessions.look_up, desk, body.username, address_of(request))
        return await run_sync(attempt.prove, body)


def _session(ctx: Context, request: Request) -> SessionOut:
    token = ctx.reply.session_token or request.cookies[COOKIE]
    return queries.get_session(ctx, page_token(ctx.keys, token))


@router.post(
    "/login",
    summary="Log in 登录",
    errors=(
        errors.BAD_CREDENTIALS,
        errors.CODE_NEEDED,
        errors.CODE_WRONG,
        errors.DELAYED,
        errors.ADDRESS_DELAYED,
    ),
    responses={200: {"headers": _COOKIE_SET}},
)
def log_in(proof: Annotated[Proof, Depends(_proof)], ctx: Annotated[Context, Anyone()], request: Request) -> SessionOut:
    """Open a session: an HttpOnly cookie, and a page token to be sent as X-CSRF-Token with every change.

    Where a second factor is set up, `auth.code_required` asks for it: send name, password and `code` together. After
    five failures in a row a name waits 1 s, then 2 s, 4 s … up to 15 min, whether anyone has that name or not; after 30
    within a quarter of an hour an address waits, up to a minute.
    """
    return _session(sessions.log_in(ctx, proof), request)


@router.get("/session", summary="Read the own session 当前登录")
def get_session(ctx: Annotated[Context, SignedIn(fresh_password=False)], request: Request) -> SessionOut:
    """Who is logged in, with which roles, until when."""
    return _session(ctx, request)


@router.post("/session:extend", summary="Extend the own session 延长登录")
def extend_session(ctx: Annotated[Context, SignedIn(fresh_password=False)], request: Request) -> SessionOut:
    """Eight hours from now, at most 24 hours after log-in."""
    return _session(sessions.extend(ctx), request)


@router.put("/session/post", summary="Choose the post to act in 切换职务", errors=(errors.POST_UNKNOWN,))
def choose_post(ctx: Annotated[Context, SignedIn()], body: PostChoice, request: Request) -> SessionOut:
    """One of the own posts, or all of them. Reach and permissions of this session follow at once; others keep theirs."""
    return _session(sessions.choose_post(ctx, body), request)


@router.post("/logout", status_code=204, summary="Log out 退出")
def log_out(ctx: Annotated[Context, SignedIn(fresh_password=False)]) -> None:
    """End this session and clear its cookie."""
    sessions.log_out(ctx)


@router.get("/sessions", summary="Where one is logged in 登录的设备")
def list_sessions(ctx: Annotated[Context, SignedIn(fresh_password=False)]) -> SessionsOut:
    """The own sessions, newest first."""
    return queries.list_sessions(ctx)


@router.post("/sessions:end", status_code=204, summary="Log out everywhere 全部退出")
def end_sessions(ctx: Annotated[Context, SignedIn(fresh_password=False)]) -> None:
    """End all own sessions, this one as well. Access tokens stay; they are revoked one by one."""
    sessions.log_out_everywhere(ctx)


@router.delete("/sessions/{session_id}", status_code=204, summary="End one of the own sessions 退出一台设备")
def end_session(ctx: Annotated[Context, SignedIn(fresh_password=False)], session_id: UUID) -> None:
    """Effective with that browser's next request."""
    sessions.end_own_session(ctx, session_id)


@router.get("/sign-ins", summary="The own sign-in history 登录记录", errors=(TOO_DEEP,))
def list_sign_ins(ctx: Annotated[Context, SignedIn(snapshot=True)], paging: Paged) -> Page[SignInRow]:
    """Tries to log in of the last 180 days, newest first; of an address only its network is kept."""
    return queries.list_sign_ins(ctx, ctx.signed_in.id, paging)


@router.post("/password", status_code=204, summary="Change the own password 修改密码", errors=(errors.DELAYED,))
def change_password(
    ctx: Annotated[Context, SignedIn(fresh_password=False)], body: PasswordIn, request: Request
) -> None:
    """All other sessions of the account end. Wrong current passwords count like failed log-ins."""
    own_password.change(ctx, body, address_of(request))
