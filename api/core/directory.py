"""The operations by collection: a request is tried against those of its own collection only, however many there are."""

from collections import defaultdict
from typing import Any

from starlette.datastructures import URLPath
from starlette.requests import Request
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from api.core.operation import Operation
from api.core.problems import reply


class Directory(BaseRoute):
    """Stands before the application's routes, which the contract is made of; what it does not find, they answer.

    Without it a request is tried against every route before its own, and each new domain makes all others dearer.
    """

    def __init__(self, prefix: str) -> None:
        self._start = len(prefix) + 1
        self._collections: dict[str, list[Operation]] = defaultdict(list)

    def add(self, operation: Operation) -> None:
        """Enter it under the collection that its path names: `/api/v1/schools:batch` under `schools`."""
        self._collections[self._collection(operation.path)].append(operation)

    def _collection(self, path: str) -> str:
        return path[self._start :].partition("/")[0].partition(":")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The match of the operation asked for; a wrong method is left to the routes themselves."""
        if scope["type"] == "http":
            for operation in self._collections.get(self._collection(scope["path"]), ()):
                match, found = operation.matches(scope)
                if match is Match.FULL:
                    return match, found
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Names are looked up among the routes themselves, which come next."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the operation that matched, which has entered itself."""
        await scope["route"].handle(scope, receive, send)


class Reception:
    """Stands before the framework: serves what has a plan itself, and lets everything else through."""

    def __init__(self, app: ASGIApp, directories: list[Directory]) -> None:
        self._app, self._directories = app, directories

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        for directory in self._directories:
            match, found = directory.matches(scope)
            if match is Match.FULL and found["route"].plan is not None:
                scope.update(found)
                request = Request(scope, receive)
                try:
                    response = await found["route"].plan.answer(request)
                except Exception as error:  # noqa: BLE001 -- whatever it is, the caller gets an answer
                    response = reply(request, error)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
