"""120 clients on a pool of eight: no deadlock, no failure, nothing lost."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from tests.api.access.live import all_at_once, caller, served
from tests.world import PASSWORD, V1, World

CLIENTS = 120


@pytest.mark.slow
class TestManyClients:
    def test_all_are_answered(self, world: World) -> None:
        assert world.app.state.database.pool_size == 8
        with served(world) as address:
            calls = [self._client(world, address, number) for number in range(CLIENTS)]
            start = time.perf_counter()
            statuses = Counter(status for answered in all_at_once(calls) for status in answered)
        assert set(statuses) <= {200, 201}, statuses
        assert statuses[201] == CLIENTS / 2
        assert time.perf_counter() - start < 60
        assert world.sign_in("platform_admin").get(f"{V1}/accounts?q=client").json()["total"] == CLIENTS / 2

    @staticmethod
    def _client(world: World, address: str, number: int) -> Callable[[], Awaitable[list[int]]]:
        """Two in three read and write; each third logs in with a password."""
        client = caller(world, address, "platform_admin")
        name = world.sign_in("platform_admin").get(f"{V1}/auth/session").json()["account"]["username"]

        async def works() -> list[int]:
            async with client:
                answers = [await client.get(f"{V1}/accounts")]
                if number % 2:
                    body = {"username": f"client{number}", "display_name": "甲"}
                    answers.append(await client.post(f"{V1}/accounts", json=body))
                if number % 3 == 0:
                    answers.append(await client.post(f"{V1}/auth/login", json={"username": name, "password": PASSWORD}))
                answers += [await client.get(f"{V1}/units/tree"), await client.get(f"{V1}/auth/session")]
                return [answer.status_code for answer in answers]

        return works
