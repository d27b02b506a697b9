"""The guard of every route: may this caller do this at all?

    ctx: Annotated[Context, Requires(Permission.SCHOOL_READ)]

The dependency runs on the event loop and only admits: credentials are there, parameters are known. The look-up of the
actor and everything after it happens in the thread of a slot (see `core.routing`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.orm.exc import StaleDataError

from api.access.permissions import MACHINE, Permission
from api.access.providers import providers
from api.core import clock, errors, idempotency
from api.core.context import Actor, Context
from api.core.crypto import keyed_hash, same
from api.core.database import Database
from api.core.errors import Refused, Violation
from api.core.faces import STAFF, Face
from api.core.idempotency import Answer, Attempt, SealedAttempt
from api.core.keys import KeyStore
from api.core.limits import Slots
from api.core.middleware import BODY_LIMIT
from api.core.operation import Render
from api.core.problems import language_of
from api.core.transaction import Mode, repeat_transient, transaction

Answered = TypeVar("Answered")

COOKIE = STAFF.cookie
CSRF_HEADER = "x-csrf-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ETAG = re.compile(r'^"(\d{1,18})"$')
_KEY = re.compile(r"""^("?)([A-Za-z0-9_-]{8,200})\1$""")  # the draft quotes it, most clients do not
_LONG_ENOUGH = 22  # characters for 128 random bits


@dataclass(frozen=True, slots=True)
class Guard:
    """What one route demands. Called by FastAPI as its dependency.

    `snapshot`: all statements see one state. `logged`: the reading itself is recorded before the body leaves.
    `if_match`: header of reviewed things. `fresh_password`: an initial password must have been changed, and a second
    factor that is demanded set up. `machines`: open to access tokens although it asks for no permission.
    `sealed`: an idempotency key is required, and the stored answer is for its holder only. `reading`: a POST that changes
    nothing, since what it asks for may stand in no address. `most`: bytes of a body, where it may be larger than others.
    """

    permission: Permission | None = None
    anyone: bool = False
    snapshot: bool = False
    logged: bool = False
    if_match: Literal["required", "optional"] | None = None
    idempotent: bool = False
    sealed: bool = False
    reading: bool = False
    most: int | None = None
    fresh_password: bool = True
    machines: bool = False

    @property
    def open_to_machines(self) -> bool:
        """Whether a machine may ever be admitted."""
        return self.machines or self.permission in MACHINE

    async def __call__(self, request: Request) -> "Admission":
        """Admit the request: nothing here touches the database."""
        _refuse_unknown_parameters(request)
        if self.most is not None:
            request.scope[BODY_LIMIT] = self.most
        token, bearer = request.cookies.get(_face(request).cookie, ""), _bearer(request)
        if token and bearer:
            raise Refused(errors.TWO_CREDENTIALS)
        if not token and not bearer and not self.anyone:
            raise Refused(errors.NO_SIGN_IN)
        attempt = await self._attempt(request)
        if_match = self._revision(request)
        return Admission(self, request, token, bearer, self._mode(request.method), if_match, attempt)

    def _mode(self, method: str) -> Mode:
        if (method not in _SAFE and not self.reading) or self.logged:
            return Mode.WRITE
        return Mode.SNAPSHOT if self.snapshot else Mode.READ

    def _revision(self, request: Request) -> int | None:
        header = request.headers.get("if-match")
        if self.if_match is None or (header is None and self.if_match == "optional"):
            return None
        if header is None:
            raise Refused(errors.IF_MATCH_REQUIRED)
        match = _ETAG.match(header)
        if match is None:
            raise Refused(errors.MALFORMED_HEADER, [Violation(errors.MALFORMED_HEADER, parameter="If-Match")])
        return int(match[1])

    async def _attempt(self, request: Request) -> Attempt | None:
        header = request.headers.get("idempotency-key")
        if self.sealed and (header is None or len(header.strip('"')) < _LONG_ENOUGH):
            raise Refused(errors.KEY_REQUIRED)
        if not (self.idempotent or self.sealed) or header is None:
            return None
        match = _KEY.match(header)
        if match is None:
            raise Refused(errors.MALFORMED_HEADER, [Violation(errors.MALFORMED_HEADER, parameter="Idempotency-Key")])
        made = SealedAttempt if self.sealed else Attempt
        return made.of(match[2], request.method, request.url.path, await request.body())


def Requires(permission: Permission, **demands: Any) -> Any:  # noqa: N802 (reads as a declaration)
    """A route for those who hold `permission`."""
    return Depends(Guard(permission, **demands))


def SignedIn(**demands: Any) -> Any:  # noqa: N802
    """A route for everyone who is signed in."""
    return Depends(Guard(**demands))


def Anyone(**demands: Any) -> Any:  # noqa: N802
    """A route on the public list."""
    return Depends(Guard(anyone=True, **demands))


@dataclass(frozen=True, slots=True)
class Admission:
    """An admitted request: holds neither slot nor session yet."""

    guard: Guard
    request: Request
    token: str
    bearer: str
    mode: Mode
    if_match: int | None
    attempt: Attempt | None

    async def run(self, work: Callable[[Context], Any], render: Render) -> Response:
        """Wait for a slot, then do everything in its thread: find the actor, guard, work, render, commit."""
        slots: Slots = self.request.app.state.slots
        return await slots.run(self._run, work, render, writing=self.mode is Mode.WRITE)

    async def ask(self, work: Callable[[Context], Answered], *, writing: bool = False) -> Answered:
        """A short unit of work of its own before, or while, a body comes in; in between it holds neither slot nor session."""
        slots: Slots = self.request.app.state.slots
        mode = Mode.WRITE if writing else Mode.READ
        return await slots.run(self._ask, work, mode, writing=writing)

    def _ask(self, work: Callable[[Context], Answered], mode: Mode) -> Answered:
        def once() -> Answered:
            with transaction(self._database, mode) as session:
                return work(self._enter(session))

        return repeat_transient(once)

    def _run(self, work: Callable[[Context], Any], render: Render) -> Response:
        try:
            response, token_id = repeat_transient(lambda: self._once(work, render))
        except Refused as refused:
            self._afterwards(refused)
            raise
        except StaleDataError as error:
            raise Refused(errors.STALE) from error
        if token_id is not None:
            with transaction(self._database, Mode.WRITE) as session:
                providers.note_use(session, token_id, clock.now())
        return response

    def _once(self, work: Callable[[Context], Any], render: Render) -> tuple[Response, UUID | None]:
        """The reply, and the access token whose use is to be noted."""
        with transaction(self._database, self.mode) as session:
            ctx = self._enter(session)
            response = self._finish(ctx, self._answer(ctx, work, render))
            return response, ctx.actor.token_id if ctx.actor else None

    def _answer(self, ctx: Context, work: Callable[[Context], Any], render: Render) -> Response:
        if self.attempt is None:
            return render(ctx, work(ctx))
        return self._once_per_key(ctx, self.attempt, work, render)

    def _enter(self, session: Any) -> Context:
        now = clock.now()
        actor = self._find_actor(session, now)
        ctx = Context(
            session=session,
            now=now,
            trace=self.request.scope["request_id"],
            path=self.request.scope["path"],
            keys=self._keys,
            actor=actor,
            permission=self.guard.permission,
            if_match=self.if_match,
            language=language_of(self.request),
        )
        if not self.guard.anyone:
            self._admit(ctx, actor)
        return ctx

    def _find_actor(self, session: Any, now: datetime) -> Actor | None:
        if self._face is not STAFF:
            return None
        if self.bearer and not self.guard.anyone:
            return providers.find_bearer(session, self._keys, self.bearer, now)
        return providers.find_actor(session, self.token, now) if self.token else None

    def _admit(self, ctx: Context, actor: Actor | None) -> None:
        if actor is None:
            raise Refused(errors.TOKEN_INVALID if self.bearer else errors.NO_SIGN_IN)
        self.request.scope["actor_id"] = str(actor.id)
        if self.request.method not in _SAFE and not self.bearer and not self._page_token_holds():
            raise Refused(errors.NO_CSRF)
        if self.guard.fresh_password:
            _refuse_if_due(actor)
        if actor.machine and not self.guard.open_to_machines:
            raise Refused(errors.PERSON_ONLY)
        permission = self.guard.permission
        if permission is not None and not actor.may(permission):
            raise Refused(errors.FORBIDDEN, afterwards=lambda s: self._note_denial(s, ctx, permission))
        if self.guard.logged and permission is not None:
            providers.record(ctx, f"{permission}.read", self._operation)

    def _note_denial(self, session: Any, ctx: Context, permission: Permission) -> None:
        note = Context(session=session, now=ctx.now, trace=ctx.trace, path=ctx.path, keys=ctx.keys, actor=ctx.actor)
        providers.record(note, "access.denied", f"{permission} {self._operation}")

    def _page_token_holds(self) -> bool:
        return same(self.request.headers.get(CSRF_HEADER, ""), page_token(self._keys, self.token))

    def _once_per_key(self, ctx: Context, attempt: Attempt, work: Callable[[Context], Any], render: Render) -> Response:
        owner = ctx.actor.id if ctx.actor else None
        stored = idempotency.find(ctx.session, attempt, owner, ctx.now)
        if stored is not None:
            return Response(stored.body, stored.status, stored.headers, "application/json")
        idempotency.reserve(ctx.session, attempt, owner, ctx.now)
        response = render(ctx, work(ctx))
        answer = Answer(response.status_code, dict(response.headers), bytes(response.body))
        idempotency.keep(ctx.session, attempt, owner, answer)
        return response

    def _finish(self, ctx: Context, response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        if ctx.reply.session_token is not None:
            self._set_cookie(response, ctx.reply.session_token)
        return response

    def _set_cookie(self, response: Response, token: str) -> None:
        settings = self.request.app.state.settings
        response.set_cookie(
            self._face.cookie,
            token,
            max_age=24 * 3600 if token else 0,
            path=self._face.cookie_path,
            secure=settings.cookie_secure,
            httponly=True,
            samesite="strict",
        )

    def _afterwards(self, refused: Refused) -> None:
        """What must survive the refusal, in a short transaction of its own."""
        if refused.afterwards is not None:
            with transaction(self._database, Mode.WRITE) as session:
                refused.afterwards(session)

    @property
    def _database(self) -> Database:
        database: Database = self.request.app.state.database
        return database

    @property
    def _keys(self) -> KeyStore:
        keys: KeyStore = self.request.app.state.keys
        return keys

    @property
    def _face(self) -> Face:
        return _face(self.request)

    @property
    def _operation(self) -> str:
        return str(self.request.scope["route"].operation_id)


def page_token(keys: KeyStore, session_token: str) -> str:
    """The CSRF token of a session: derived, so that no process keeps it."""
    return keyed_hash(keys.csrf, session_token)


def _face(request: Request) -> Face:
    face: Face = request.scope["route"].face
    return face


def _bearer(request: Request) -> str:
    """The access token of RFC 6750; other schemes are the business of who asks for them."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _refuse_if_due(actor: Actor) -> None:
    """What its person has to do first."""
    if actor.must_change_password:
        raise Refused(errors.PASSWORD_DUE)
    if actor.must_enrol:
        raise Refused(errors.SECOND_FACTOR_DUE)


def _refuse_unknown_parameters(request: Request) -> None:
    """A misspelt filter must not silently widen a list."""
    if not request.scope["query_string"]:
        return
    known = request.scope["route"].known_parameters
    if request.query_params.keys() - known:
        # The caller's own words are not repeated; the names there are, are.
        allowed = ", ".join(sorted(known)) or "–"
        raise Refused(errors.UNKNOWN_PARAMETER, allowed=allowed)
