"""Two faces: what a browser holds for one never reaches the other, and the public one has no key to open anything."""

import itertools
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.core import faces
from api.core.faces import PUBLIC, STAFF, Face
from api.core.keys import KeyStore, NotHeld
from api.core.openapi import guard_of
from api.main import create_app
from api.settings import Settings
from api.wiring import PUBLIC_ROUTERS, STAFF_ROUTERS, wire
from tests.world import World, settings_for


def client_of(world: World, shown: str, spa: Path | None = None) -> TestClient:
    settings = settings_for(world.database).model_copy(update={"faces": shown, "spa_dir": spa})
    return TestClient(create_app(settings), raise_server_exceptions=False)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built SPA: one page, one asset."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>staff</title>")
    return tmp_path


class TestAddresses:
    def test_no_cookie_path_is_a_part_of_the_others_addresses(self) -> None:
        for own, other in itertools.permutations((STAFF, PUBLIC)):
            assert not f"{other.prefix}/".startswith(f"{own.cookie_path}/")
            assert f"{own.prefix}/".startswith(f"{own.cookie_path}/")
        assert STAFF.cookie != PUBLIC.cookie

    @pytest.mark.parametrize(
        ("path", "face"),
        [
            ("/api/v1/schools", STAFF),
            ("/api/public/v1/meta", PUBLIC),
            ("/api/publicity", STAFF),
            ("/portal/", PUBLIC),
            ("/portal/receipts", PUBLIC),
            ("/portals", STAFF),
            ("/", STAFF),
            ("/livez", STAFF),
        ],
    )
    def test_an_address_belongs_to_one_face(self, path: str, face: Face) -> None:
        assert faces.of(path) is face
        assert faces.of(path, (PUBLIC,)) is PUBLIC

    def test_every_router_stands_under_its_own_face(self) -> None:
        assert {router.face for router in PUBLIC_ROUTERS} == {PUBLIC}
        assert {router.face for router in STAFF_ROUTERS} == {STAFF}

    def test_nobody_signs_in_on_the_public_face(self, world: World) -> None:
        for route in world.app.routes:
            if getattr(route, "face", STAFF) is PUBLIC:
                assert guard_of(route).anyone


class TestRoutes:
    STAFFS = ("/auth/session", "/accounts", "/schools", "/units/tree", "/ledger/events", "/calendar/years")

    def test_the_public_process_has_no_staff_route(self, world: World) -> None:
        portal = client_of(world, "public")
        portal.cookies.update(world.sign_in("section_officer").cookies)
        for face, path in itertools.product((STAFF, PUBLIC), self.STAFFS):
            assert portal.get(f"{face.prefix}{path}").status_code == 404, path
        assert portal.post(f"{STAFF.prefix}/auth/login", json={"username": "x", "password": "x"}).status_code == 404
        assert portal.get(f"{STAFF.prefix}/meta").status_code == 404

    def test_it_answers_what_anyone_may_know(self, world: World) -> None:
        portal = client_of(world, "public")
        assert portal.get(f"{PUBLIC.prefix}/meta").json()["bureau_name"] == "锦岚县教育局"
        assert portal.get("/livez").status_code == 200
        assert portal.get("/readyz").status_code == 200

    def test_its_contract_tells_of_nothing_else(self, world: World) -> None:
        paths = client_of(world, "public").get("/api/openapi.json").json()["paths"]
        shown = tuple(f"{PUBLIC.prefix}/{part}" for part in ("meta", "notices", "complaints"))
        assert all(path.startswith(shown) for path in paths)

    def test_the_staff_process_has_no_public_route(self, world: World) -> None:
        staff = client_of(world, "staff")
        assert staff.get(f"{PUBLIC.prefix}/meta").status_code == 404
        assert staff.get(f"{STAFF.prefix}/meta").status_code == 200

    def test_one_process_may_show_both(self, world: World) -> None:
        assert {world.visitor().get(f"{face.prefix}/meta").status_code for face in (STAFF, PUBLIC)} == {200}

    def test_the_public_process_serves_no_staff_page(self, world: World, built: Path) -> None:
        assert client_of(world, "public", built).get("/").status_code == 404
        assert "staff" in client_of(world, "staff", built).get("/").text

    def test_each_process_serves_the_pages_of_its_faces(self, world: World, built: Path) -> None:
        (built / "portal").mkdir()
        (built / "portal" / "index.html").write_text("<title>portal</title>")
        for shown, staffs in (("all", True), ("public", False)):
            client = client_of(world, shown, built)
            for path in ("/portal/", "/portal/notices/2026-00001"):
                answer = client.get(path)
                assert "portal" in answer.text
                assert answer.headers["content-security-policy"] == PUBLIC.csp
            start = client.get("/", follow_redirects=False)
            assert ("staff" in start.text, start.headers.get("location")) == (staffs, None if staffs else "/portal/")

    def test_the_public_process_does_no_background_work(self, settings: Settings) -> None:
        wiring = wire(settings.model_copy(update={"faces": "public"}))
        assert (wiring.jobs, wiring.followers, wiring.schedules, wiring.housekeeping) == ((), (), (), ())


class TestCookies:
    def test_a_browser_does_not_send_the_staffs_cookie_to_public_routes(self, world: World) -> None:
        """The path of the cookie as the server sets it, applied by a client that obeys it."""
        world.account("read_only")
        officer = world.sign_in("read_only")
        answer = officer.post(f"{STAFF.prefix}/auth/logout")
        (header,) = answer.headers.get_list("set-cookie")
        assert f"Path={STAFF.cookie_path}" in header.split("; ")
        jar = httpx.Cookies()
        jar.set(STAFF.cookie, "secret", domain="house.example", path=STAFF.cookie_path)
        for face, sent in ((STAFF, True), (PUBLIC, False)):
            request = httpx.Request("GET", f"http://house.example{face.prefix}/meta")
            jar.set_cookie_header(request)
            assert ("secret" in request.headers.get("cookie", "")) is sent

    def test_a_public_route_does_not_look_at_the_staffs_cookie(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        with world.statements() as seen:
            officer.get(f"{PUBLIC.prefix}/meta")
        assert not any("account_session" in statement for statement in seen)

    def test_nor_is_a_session_found_under_the_public_cookies_name(self, world: World) -> None:
        token = world.sign_in("section_officer").cookies[STAFF.cookie]
        visitor = world.visitor()
        visitor.cookies.set(PUBLIC.cookie, token)
        assert visitor.get(f"{STAFF.prefix}/auth/session").status_code == 401
        with world.statements() as seen:
            assert visitor.get(f"{PUBLIC.prefix}/meta").status_code == 200
        assert not any("account_session" in statement for statement in seen)

    def test_a_page_token_of_one_face_is_worth_nothing_on_the_other(self, world: World) -> None:
        staff, public = (client_of(world, name) for name in ("staff", "public"))
        assert staff.app.state.keys.csrf != public.app.state.keys.csrf  # type: ignore[attr-defined]


class TestPolicies:
    def test_each_face_has_its_own(self, world: World) -> None:
        for face in (STAFF, PUBLIC):
            for path in (f"{face.prefix}/meta", f"{face.prefix}/nothing"):
                headers = world.visitor().get(path).headers
                assert headers["content-security-policy"] == face.csp
                assert headers["cross-origin-resource-policy"] == face.resource_policy

    def test_a_process_of_the_public_face_has_only_the_stricter_one(self, world: World) -> None:
        portal = client_of(world, "public")
        for path in ("/livez", "/api/v1/schools", f"{PUBLIC.prefix}/meta", "/api/docs"):
            assert portal.get(path).headers["content-security-policy"] == PUBLIC.csp

    def test_the_public_one_allows_nothing_that_the_staffs_does_not(self) -> None:
        def allowed(face: Face) -> dict[str, set[str]]:
            parts = (part.split() for part in face.csp.split("; "))
            return {name: set(values) - {"'none'"} for name, *values in parts}

        staff, public = allowed(STAFF), allowed(PUBLIC)
        for name, sources in public.items():
            assert sources <= staff[name], name
        assert sum(map(len, public.values())) < sum(map(len, staff.values()))
        assert staff.keys() - public.keys() == {"font-src", "manifest-src"}, "what is not named falls to 'none'"


class TestKeys:
    def test_the_public_process_holds_none_that_opens(self, world: World) -> None:
        case = world.app.state.keys.create_data_key("case")
        held: KeyStore = client_of(world, "public").app.state.keys  # type: ignore[attr-defined]
        attempts: list[Callable[[], object]] = [
            lambda: held.ledger,
            lambda: held.signer("ledger-head"),
            lambda: held.open_data_key(case),
        ]
        for attempt in attempts:
            with pytest.raises(NotHeld):
                attempt()
        assert held.csrf != world.app.state.keys.csrf
