"""The operations by collection: a request is tried against those of its own collection only, however many there are."""

from collections import defaultdict
from typing import Any

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send


class Directory(BaseRoute):
    """Stands before the application's routes, which the contract is made of; what it does not find, they answer.

    Without it a request is tried against every route before its own, and each new domain makes all others dearer.
    """

    def __init__(self, prefix: str) -> None:
        self._start = len(prefix) + 1
        self._collections: dict[str, list[BaseRoute]] = defaultdict(list)

    def add(self, path: str, route: BaseRoute) -> None:
        """Enter a route under the collection that its path names: `/api/v1/schools:batch` under `schools`."""
        self._collections[self._collection(path)].append(route)

    def _collection(self, path: str) -> str:
        return path[self._start :].partition("/")[0].partition(":")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The match of the operation asked for; a wrong method is left to the routes themselves."""
        if scope["type"] == "http":
            for route in self._collections.get(self._collection(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, found
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Names are looked up among the routes themselves, which come next."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the route that matched, which has entered itself."""
        await scope["route"].handle(scope, receive, send)
