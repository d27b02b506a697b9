"""The line to the server: credentials, tokens, patience."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

# Seconds between tries, four minutes in all: a server that is restarted or an import that waits in the queue.
PAUSES = (1, 2, 4, 8, 15, 30, 60, 60, 60)
BUSY = frozenset({429, 502, 503, 504})
_LONGEST = 120


class Unreachable(Exception):
    """The server could not be reached, or does not get to it."""


class Denied(Exception):
    """The server refused a request."""

    def __init__(self, answer: httpx.Response) -> None:
        problem = _problem(answer)
        self.status = answer.status_code
        self.code = str(problem.get("code") or problem.get("error") or f"http.{answer.status_code}")
        self.detail = str(problem.get("detail") or problem.get("title") or answer.reason_phrase)
        self.faults = [
            f"{one.get('pointer', '')} {one.get('message', '')}".strip() for one in problem.get("errors", [])
        ]
        super().__init__(f"{self.code}: {self.detail}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, or a client's id and secret for which tokens are given."""

    token: str = ""
    client_id: str = ""
    client_secret: str = ""


class Line:
    """Requests that are made again when the line breaks or the server has no time; all of them may be repeated."""

    def __init__(
        self, http: httpx.Client, credentials: Credentials, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self.http, self._credentials, self.sleep = http, credentials, sleep
        self._token = credentials.token

    def call(self, method: str, path: str, **content: Any) -> httpx.Response:
        """One request, as often as it takes. Raises Unreachable and Denied."""
        if not self._token:
            self._token = self._issued()
        answer = self._patiently(method, path, **content)
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._credentials.client_id:
            self._token = self._issued()  # one lasts 15 minutes
            answer = self._patiently(method, path, **content)
        return _accepted(answer)

    def json(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        """The same; the document that is answered."""
        document: dict[str, Any] = self.call(method, path, **content).json()
        return document

    @contextmanager
    def download(self, path: str) -> Iterator[httpx.Response]:
        """A body of any size, read as it comes. Raises Unreachable and Denied."""
        self.call("GET", path.rpartition("/")[0])  # with a token that lasts
        try:
            with self.http.stream("GET", path, headers=self._bearer()) as answer:
                if answer.is_error:
                    answer.read()
                yield _accepted(answer)
        except httpx.TransportError as error:
            raise Unreachable(_said(error)) from error

    def _issued(self) -> str:
        form = {"client_id": self._credentials.client_id, "client_secret": self._credentials.client_secret}
        answer = self._patiently("POST", "/oauth/token", data={"grant_type": "client_credentials"} | form)
        return str(_accepted(answer).json()["access_token"])

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _patiently(
        self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        bearer = {} if path == "/oauth/token" else self._bearer()
        why = ""
        for pause in (0, *PAUSES):
            if pause:
                self.sleep(pause)
            try:
                answer = self.http.request(method, path, headers=(headers or {}) | bearer, **content)
            except httpx.TransportError as error:
                why = _said(error)
                continue
            if answer.status_code not in BUSY:
                return answer
            why = str(Denied(answer))
            self.sleep(retry_after(answer, 0))
        raise Unreachable(why)


def retry_after(answer: httpx.Response, otherwise: float) -> float:
    """Seconds that the server asks one to wait, within reason."""
    said = answer.headers.get("Retry-After", "")
    return min(int(said), _LONGEST) if said.isdecimal() else otherwise


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise Unreachable(str(Denied(answer)))
    if not answer.is_success:
        raise Denied(answer)
    return answer


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        document = answer.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
