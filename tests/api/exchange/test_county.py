"""A county leaves as one file, an empty one loads it, and it leaves again the same; on both databases."""

import io
import json
import zipfile

import orjson
import pytest

from api.calendars.service import load_shipped
from api.demo.divisions import DIVISIONS
from api.main import create_app
from api.organizations import regions
from api.organizations import service as organizations
from tests.api.exchange.test_bundles import sent
from tests.api.exchange.test_exports import exported
from tests.databases import Backend, Database, Template, borrowed
from tests.world import V1, World, inhabited, settings_for


def _build(database: Database) -> None:
    """A county with its bureau, and nothing else."""
    app = create_app(settings_for(database))
    world = World(app, database, {})
    with world.host() as ctx:
        regions.load_shipped(ctx.session)
        regions.load_invented(ctx.session, DIVISIONS)
        load_shipped(ctx)
        world.units["county"] = str(organizations.plant_root(ctx, "990124").id)
    officer = world.sign_in("section_officer")
    body = {"kind": "bureau", "name": "锦岚县教育局", "parent_id": world.units["county"]}
    world.units["bureau"] = officer.post(f"{V1}/units", json=body).json()["id"]
    (database.folder / "world.json").write_bytes(orjson.dumps((world.units, world.accounts)))
    app.state.database.close()


EMPTY_COUNTY = Template("empty_county", _build)


def fill(world: World) -> None:
    """What a county has: schools with all that is known of them, a school below the bureau, a unit below another."""
    officer = world.sign_in("section_officer")
    facts = {"pupils": 1286, "boarding": False, "longitude": "115.886364", "former_names": ["梅岭镇小学", "=一小"]}
    external = {"external_ids": [{"scheme": "lk.census", "value": "15111"}], "address": "-梅岭路 1 号"}
    url = f"{V1}/schools/{world.unit('school')}"
    answer = officer.patch(url, json=facts | external | {"canteen": "self_run"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
    bodies = (
        ("units", {"kind": "district", "name": "梅岭二片", "parent_id": world.unit("district")}),
        (
            "schools",
            {"name": "直属幼儿园", "type": "kindergarten", "ownership": "public", "parent_id": world.unit("bureau")},
        ),
        ("persons", {"name": "王芳", "kind": "teacher", "unit_id": world.unit("school")}),
        ("persons", {"name": "王芳", "kind": "teacher", "unit_id": world.unit("other_school")}),
        ("persons", {"name": "石文博", "kind": "official", "unit_id": world.unit("bureau")}),
    )
    party = {"party": {"standing": "full", "joined_on": "2009-07-01", "unit_id": world.unit("district")}}
    for at, (path, body) in enumerate(bodies):
        answer = officer.post(f"{V1}/{path}", json=body | (party if at == 2 else {}))
        assert answer.status_code == 201, answer.text


def contents(bundle: bytes) -> dict[str, list[str]]:
    """The files of a bundle in lines."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as book:
        return {name: book.read(name).decode().splitlines() for name in book.namelist()}


class TestRoundTrip:
    def test_what_leaves_is_loaded_by_an_empty_county_and_leaves_again_the_same(
        self, world: World, backend: Backend
    ) -> None:
        fill(world)
        before = exported(world, world.sign_in("section_officer"), kind="county", format="zip")
        with borrowed(backend, EMPTY_COUNTY) as database, inhabited(database) as empty:
            officer = empty.sign_in("section_officer")
            one = sent(empty, officer, before, validate_only=True)
            assert (one["state"], one["error_groups"], one["failure"]) == ("validated", [], None)
            one = sent(empty, officer, before)
            assert (one["state"], one["error_groups"]) == ("completed", [])
            assert one["counts"]["created"] == one["counts"]["total"] == 10
            after = exported(empty, officer, kind="county", format="zip")
            assert sent(empty, officer, before)["counts"]["unchanged"] == 10
        assert contents(after) == contents(before)
        listed = json.loads("\n".join(contents(before)["manifest.json"]))
        assert [member["type"] for member in listed["members"]] == [
            "unit",
            "unit",
            "school",
            "school",
            "person",
            "person",
        ]


class TestRefused:
    @pytest.mark.parametrize(
        ("asked", "code"),
        [({"kind": "county"}, "export.wrong_format"), ({"kind": "schools", "format": "zip"}, "export.wrong_format")],
    )
    def test_only_a_county_is_a_zip(self, world: World, asked: dict[str, str], code: str) -> None:
        answer = world.sign_in("section_officer").post(f"{V1}/exports", json=asked)
        assert [fault["code"] for fault in answer.json()["errors"]] == [code]

    def test_it_takes_the_right_to_all_that_is_in_it(self, world: World) -> None:
        answer = world.sign_in("read_only").post(f"{V1}/exports", json={"kind": "county", "format": "zip"})
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")
