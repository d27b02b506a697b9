"""The whole contract under generated requests: no server error, nothing that the contract does not say.

Left out of schemathesis' checks, each with its reason:
- `positive_data_acceptance`: check characters, references and rules between fields are not expressible in a schema,
  so a body that fits the schema may rightly be refused.
- `allow_header_conformance`: Starlette's Allow lists the methods of the first route that matches an address.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.openapi import from_dict
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.guard import CSRF_HEADER
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.core.openapi import operations
from api.matrix import allows
from api.matrix import operations as guarded
from tests.databases import borrowed
from tests.soak import MINUTES
from tests.world import WORLD, World, inhabited

PUBLISHED = Path(__file__).resolve().parents[2] / "openapi" / "openapi.json"

load_all_checks()
EXCLUDED: list[Any] = [CHECKS.get_one(name) for name in ("positive_data_acceptance", "allow_header_conformance")]
FUZZ = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
# As many more as the soak tests have time for, and others each time.
DEEP = settings(FUZZ, max_examples=max(10, int(2 * MINUTES)), derandomize=False)

# Who sends it: the first of these whom the operation lets in, in the deep tests the last of them.
CALLERS: tuple[tuple[Role, str], ...] = (
    (Role.SECTION_OFFICER, "county"),
    (Role.PLATFORM_ADMIN, "county"),
    (Role.SCHOOL_CLERK, "school"),
    (Role.SCHOOL_LEADER, "school"),
    (Role.BUREAU_LEADER, "county"),
    (Role.AUDITOR, "county"),
    # Around complaints.
    (Role.INSPECTION_HEAD, "county"),
    (Role.INTAKE_CLERK, "county"),
    (Role.CASE_HANDLER, "county"),
    (Role.CASE_SUPERVISOR, "county"),
    (Role.IDENTITY_CUSTODIAN, "county"),
)


_config = schemathesis.Config()
_config.projects.default.generation.update(modes=list(GenerationMode))


def _without_security(document: dict[str, Any]) -> dict[str, Any]:
    """Every case is sent signed in, so leaving out the cookie is no fault to try (tests/house tries it)."""
    for _, _, operation in operations(document):
        operation.pop("security", None)
    return document


class Stage:
    """Stands for the application while cases are made; the fixture puts the real one behind it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


schema = from_dict(_without_security(json.loads(PUBLISHED.read_text(encoding="utf-8"))), config=_config)
schema.app = Stage()


class Fuzzed:
    """One world for all cases: what a case leaves behind is met by the next."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.guards = dict(guarded(world.app))

    def send(self, case: schemathesis.Case[Any], place: int) -> None:
        """As the first (0) or the last (-1) who may: a 403 to everyone would prove little."""
        guard = self.guards[f"{case.operation.path} {case.method}"]
        may = [caller for caller in CALLERS if allows(guard, ROLE_PERMISSIONS[caller[0]])]
        assert may, "CALLERS lack a role that may do this"
        role, unit = may[place]
        client = self.world.sign_in(role, unit)
        headers = {CSRF_HEADER: client.headers[CSRF_HEADER]}
        case.call_and_validate(headers=headers, cookies=dict(client.cookies), excluded_checks=EXCLUDED)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzed]:
    with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
        schema.app.app = world.app
        yield Fuzzed(world)


@schema.parametrize()
@FUZZ
def test_whatever_is_sent_the_reply_is_in_the_contract(case: schemathesis.Case[Any], fuzzed: Fuzzed) -> None:
    fuzzed.send(case, 0)


@pytest.mark.soak
@schema.parametrize()
@DEEP
def test_nor_does_another_find_a_reply_that_is_not(case: schemathesis.Case[Any], fuzzed: Fuzzed) -> None:
    fuzzed.send(case, -1)
