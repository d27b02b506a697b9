"""One operation: described by FastAPI, served by the house.

FastAPI knows what an operation takes and says so in the contract. Serving through it, though, costs a small request as
much as the work itself: exit stacks, a walk through the tree of dependencies, handlers of exceptions inside each other.
And describing every operation at start makes each new domain start slower and grow fatter. So an operation is described
when its description is asked for, and what serving it takes is found out once, at its first request (docs/adr/0012).
"""

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant, get_flat_params, request_params_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.params import Cookie, Form, Header, Path
from fastapi.routing import APIRoute
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route, compile_path
from starlette.types import Scope

from api.core.context import Context
from api.core.errors import MALFORMED, Refused
from api.core.faces import Face

Render = Callable[[Context, Any], Response]

# FastAPI gives parameters an alias in a way that pydantic warns of, and silences that where it makes them; our models
# are built later (`core.schemas`), when the silence is over.
warnings.filterwarnings("ignore", r"The '\w*alias' attribute", UnsupportedFieldAttributeWarning)


@dataclass(frozen=True, slots=True)
class Work:
    """What an operation does: its handler, the handler's parameter for the context, how its result is written."""

    handler: Callable[..., Any]
    context: str
    render: Render


class Operation(APIRoute):
    """A route of the product. What it does not hold itself is FastAPI's description, made when it is asked for.

    `quiet`: that it was called is written nowhere, neither in the log nor in the metrics, and no trace is taken or given.
    """

    quiet = False

    def __init__(self, path: str, endpoint: Callable[..., Any], face: Face, work: Work | None, **options: Any) -> None:
        self.path, self.endpoint, self.face, self.work, self._options = path, endpoint, face, work, options
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods, self.operation_id, self.include_in_schema = set(options["methods"]), options["operation_id"], True

    def __getattr__(self, name: str) -> Any:
        """Let FastAPI describe the operation."""
        options = self.__dict__.pop("_options", None)
        if options is None:
            raise AttributeError(name)
        super().__init__(self.path, self.endpoint, **options)
        return getattr(self, name)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether this is what is asked for."""
        match, found = Route.matches(self, scope)
        if match is not Match.NONE:
            found["route"] = self
        return match, found

    @cached_property
    def known_parameters(self) -> frozenset[str]:
        """The query parameters that are declared, those of parameter models one by one."""
        fields = get_flat_params(self._takes)
        # A field of a parameter model bears no mark of its own place; models are used for queries only.
        return frozenset(field.alias for field in fields if not isinstance(field.field_info, Path | Header | Cookie))

    @cached_property
    def plan(self) -> "Plan | None":
        """How the house serves it, or None for the few that FastAPI serves: what takes in a body before it has a place."""
        return plan(self._takes, self.work) if self.work else None

    @cached_property
    def _takes(self) -> Dependant:
        return get_dependant(path=self.path_format, call=self.endpoint)


def plan(takes: Dependant, work: Work) -> "Plan | None":
    """The plan for an operation that takes parameters, at most one JSON body, and nothing that has to be waited for."""
    guard, *others = sorted(takes.dependencies, key=lambda dependency: dependency.name != work.context)
    bodies = takes.body_params
    if len(bodies) > 1 or any(isinstance(body.field_info, Form) for body in bodies) or not all(map(_plain, others)):
        return None
    assert guard.call is not None
    return Plan(guard.call, takes, tuple(others), work)


def _plain(dependency: Dependant) -> bool:
    """Whether it makes something of parameters and nothing else."""
    more = (dependency.dependencies, dependency.body_params, dependency.request_param_name)
    return iscoroutinefunction(dependency.call) and not any(more)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request brings, in the order in which it is looked at, and what is done then."""

    admit: Callable[[Request], Any]
    takes: Dependant
    others: tuple[Dependant, ...]
    work: Work

    async def answer(self, request: Request) -> Response:
        """Admit and read; then in one thread find the actor, judge the input, do the work, write the reply, commit.

        Input is judged when it is clear that the caller may do this at all: who may not, is told nothing else.
        """
        admission = await self.admit(request)
        values, faults = await self._parameters(request)
        content = await _content(request) if self.takes.body_params else b""

        def work(ctx: Context) -> Any:
            found = [*faults, *self._body(request, content, values)]
            if found:
                raise RequestValidationError(found)
            return self.work.handler(**values, **{self.work.context: ctx})

        response: Response = await admission.run(work, self.work.render)
        return response

    async def _parameters(self, request: Request) -> tuple[dict[str, Any], list[Any]]:
        values, faults = _read(self.takes, request)
        for dependency in self.others:
            found, wrong = _read(dependency, request)
            faults += wrong
            if not wrong:
                assert dependency.call is not None
                values[dependency.name or ""] = await dependency.call(**found)
        if self.takes.request_param_name:
            values[self.takes.request_param_name] = request
        return values, faults

    def _body(self, request: Request, content: bytes, values: dict[str, Any]) -> list[Any]:
        """Put the body into `values`; its faults."""
        for field in self.takes.body_params:
            if not content and not field.field_info.is_required():
                values[field.name] = field.get_default()
                return []
            try:
                values[field.name], faults = field.validate(_parsed(request, content), loc=("body",))
            except _Unreadable as error:
                return [error.fault]
            return faults
        return []


def _read(takes: Dependant, request: Request) -> tuple[dict[str, Any], list[Any]]:
    """The parameters, and what is wrong with them."""
    values: dict[str, Any] = {}
    faults: list[Any] = []
    for field in takes.path_params:  # they are always there, and never more than a word
        value = request.path_params[field.alias]
        values[field.name], wrong = field.validate(value, loc=("path", field.alias))
        faults += wrong
    for fields, place in (
        (takes.query_params, "query_params"),
        (takes.header_params, "headers"),
        (takes.cookie_params, "cookies"),
    ):
        if fields:
            found, wrong = request_params_to_args(fields, getattr(request, place))
            values |= found
            faults += wrong
    return values, faults


async def _content(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect as error:
        raise Refused(MALFORMED) from error


class _Unreadable(Exception):
    """A body that is no JSON, or none at all."""

    def __init__(self, kind: str, place: int | None = None) -> None:
        super().__init__(kind)
        self.fault = {"type": kind, "loc": ("body",) if place is None else ("body", place), "msg": kind, "input": None}


def _parsed(request: Request, content: bytes) -> Any:
    """What the body says; its bytes, which no model takes, where it does not call itself JSON."""
    if not content:
        raise _Unreadable("missing")
    if not _is_json(request.headers.get("content-type", "")):
        return content
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise _Unreadable("json_invalid", error.pos) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise Refused(MALFORMED) from error


def _is_json(media_type: str) -> bool:
    if media_type == "application/json":  # what nearly everyone sends
        return True
    message = Message()
    message["content-type"] = media_type
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))
