"""The SPA on another origin of the same site: allowed by a setting, with credentials; nobody else."""

import pytest
from fastapi.testclient import TestClient

from api.access.guard import COOKIE, page_token
from api.main import create_app
from tests.api.accounts.steps import code
from tests.world import V1, World, settings_for

SPA, STRANGER = "https://spa.example.cn", "https://evil.example.com"


@pytest.fixture
def api(world: World) -> TestClient:
    """The same world behind a server that allows the SPA's origin."""
    settings = settings_for(world.database).model_copy(update={"allowed_origins": (SPA,)})
    client = TestClient(create_app(settings), raise_server_exceptions=False)
    client.cookies.set(COOKIE, world.sign_in("platform_admin").cookies[COOKIE])
    return client


def preflight(client: TestClient, origin: str, headers: str = "content-type,x-csrf-token") -> dict[str, str]:
    answer = client.options(
        f"{V1}/accounts",
        headers={"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers},
    )
    return dict(answer.headers)


class TestAllowedOrigin:
    def test_may_ask_before_it_writes(self, api: TestClient) -> None:
        answer = preflight(api, SPA)
        assert answer["access-control-allow-origin"] == SPA
        assert answer["access-control-allow-credentials"] == "true"
        assert "x-csrf-token" in answer["access-control-allow-headers"].lower()

    def test_reads_with_the_cookie_and_sees_the_headers_it_needs(self, api: TestClient) -> None:
        answer = api.get(f"{V1}/accounts", headers={"Origin": SPA})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == SPA
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert {"etag", "x-request-id"} <= set(answer.headers["access-control-expose-headers"].lower().split(", "))
        assert "origin" in answer.headers["vary"].lower()

    def test_reads_problems_too(self, api: TestClient) -> None:
        answer = api.get(f"{V1}/accounts?x=1", headers={"Origin": SPA})
        assert answer.status_code == 400
        assert answer.headers["access-control-allow-origin"] == SPA

    def test_still_needs_the_page_token_to_write(self, world: World, api: TestClient) -> None:
        body = {"username": "zhongyi", "display_name": "钟毅"}
        assert code(api.post(f"{V1}/accounts", json=body, headers={"Origin": SPA})) == (403, "auth.csrf")
        token = page_token(world.app.state.keys, api.cookies[COOKIE])
        written = api.post(f"{V1}/accounts", json=body, headers={"Origin": SPA, "X-CSRF-Token": token})
        assert written.status_code == 201


class TestStranger:
    def test_is_told_nothing(self, api: TestClient) -> None:
        assert "access-control-allow-origin" not in preflight(api, STRANGER)
        assert "access-control-allow-origin" not in api.get(f"{V1}/accounts", headers={"Origin": STRANGER}).headers

    def test_even_the_spa_is_one_where_the_setting_is_empty(self, world: World) -> None:
        answer = world.sign_in("platform_admin").get(f"{V1}/accounts", headers={"Origin": SPA})
        assert "access-control-allow-origin" not in answer.headers
