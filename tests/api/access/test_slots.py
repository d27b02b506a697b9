"""120 clients on a pool of eight: no deadlock, no failure, nothing lost."""

from collections import Counter
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.api.access.live import all_at_once, credentials, served
from tests.world import PASSWORD, V1, World

CLIENTS = 120


@pytest.mark.slow
class TestManyClients:
    def test_all_are_answered(self, world: World) -> None:
        assert world.app.state.database.pool_size == 8
        name = world.sign_in("platform_admin").get(f"{V1}/auth/session").json()["account"]["username"]
        calls = [_visit(credentials(world, "platform_admin"), name, number) for number in range(CLIENTS)]
        with served(world) as address:
            statuses = Counter(status for answered in all_at_once(address, calls) for status in answered)
        assert set(statuses) <= {200, 201}, statuses  # in a deadlock the pool gives up after 30 s: 503
        assert statuses[201] == CLIENTS / 2
        assert world.sign_in("platform_admin").get(f"{V1}/accounts?q=client").json()["total"] == CLIENTS / 2


def _visit(headers: dict[str, str], name: str, number: int) -> Callable[[httpx.AsyncClient], Awaitable[list[int]]]:
    """Everyone reads, each second one writes, each third logs in with a password."""

    async def visit(client: httpx.AsyncClient) -> list[int]:
        answers = [await client.get(f"{V1}/accounts", headers=headers)]
        if number % 2:
            body = {"username": f"client{number}", "display_name": "甲"}
            answers.append(await client.post(f"{V1}/accounts", headers=headers, json=body))
        if number % 3 == 0:
            answers.append(await client.post(f"{V1}/auth/login", json={"username": name, "password": PASSWORD}))
        answers += [await client.get(f"{V1}{path}", headers=headers) for path in ("/units/tree", "/auth/session")]
        return [answer.status_code for answer in answers]

    return visit
