"""What is published is what runs."""

import json
from pathlib import Path
from typing import get_args

from fastapi import FastAPI
from pydantic import Strict

from api import states
from api.accounts.rules import ROLE_PERMISSIONS
from api.checks.pages import rules_page
from api.checks.ports import ports as checks_ports
from api.cli.contract import CHECKS, GUIDES, MATRIX, PUBLISHED
from api.core.faces import PUBLIC
from api.core.openapi import contract, operations
from api.core.schemas import In
from api.main import create_app
from api.matrix import access_matrix
from api.settings import Settings
from api.wiring import PUBLIC_ROUTERS, wire

ROOT = Path(__file__).resolve().parents[2]


def _app(**changed: object) -> FastAPI:
    return create_app(Settings(_env_file=None, spa_dir=None, log_level="error", **changed))  # type: ignore[arg-type]


class TestPublished:
    def test_the_contract_is_current(self) -> None:
        assert json.loads((ROOT / PUBLISHED).read_text(encoding="utf-8")) == json.loads(json.dumps(_app().openapi()))

    def test_the_tables_of_states_are_current_and_all_there(self) -> None:
        guides = [(ROOT / path).read_text(encoding="utf-8") for path in GUIDES]
        assert [states.filled(text) for text in guides] == guides
        assert set().union(*map(states.names_in, guides)) == set(states.TABLES)

    def test_the_access_matrix_is_current(self) -> None:
        roles = {role.value: held for role, held in ROLE_PERMISSIONS.items()}
        assert (ROOT / MATRIX).read_text(encoding="utf-8") == access_matrix(_app(), roles)

    def test_the_page_of_rules_is_current(self) -> None:
        wire(Settings(_env_file=None))
        assert (ROOT / CHECKS).read_text(encoding="utf-8") == rules_page(checks_ports.rules().values())


class TestOperations:
    def test_every_operation_says_what_it_does_with_an_example_and_its_errors(self) -> None:
        for path, method, operation in operations(contract(_app())):
            name = f"{method} {path}"
            assert operation.get("summary"), name
            assert operation.get("description"), name
            assert "500" in operation["responses"], name
            for status, response in operation["responses"].items():
                for media in response.get("content", {}).values():
                    shown = "example" in media or "examples" in media
                    assert shown or media["schema"].get("format") == "binary", (name, status)

    def test_ids_of_operations_are_unique(self) -> None:
        ids = [operation["operationId"] for _, _, operation in operations(contract(_app()))]
        assert len(ids) == len(set(ids))


def bodies(above: type[In] = In) -> list[type[In]]:
    """Every request body there is."""
    return [body for below in above.__subclasses__() for body in (below, *bodies(below))]


class TestShapes:
    def test_no_two_bear_one_name(self) -> None:
        """Both would be called after their modules, and the SPA would no longer find the one that was there first."""
        assert [name for name in contract(_app())["components"]["schemas"] if "__" in name] == []

    def test_what_is_sent_and_what_is_answered_under_one_name_is_one_shape(self) -> None:
        """Two unlike shapes of one name, one sent and one answered, would not even be called after their modules."""
        shapes = contract(_app())["components"]["schemas"]
        pairs = [(shapes[name], shapes[name[: -len("Input")] + "Output"]) for name in shapes if name.endswith("-Input")]
        assert [sent["title"] for sent, told in pairs if sent["type"] != told["type"]] == []


class TestBodies:
    def test_flags_take_true_and_false_and_no_number_or_word(self) -> None:
        for body in bodies():
            for name, field in body.model_fields.items():
                strict = any(isinstance(mark, Strict) for mark in field.metadata)
                assert strict or bool not in (field.annotation, *get_args(field.annotation)), (body.__name__, name)


class TestFaces:
    def test_the_public_face_has_public_routes_only(self) -> None:
        paths = set(_app(faces="public").openapi()["paths"])
        assert paths == {PUBLIC.prefix + path for router in PUBLIC_ROUTERS for path, *_ in router.operations}

    def test_main_worker_and_cli_hold_the_same_wiring(self) -> None:
        settings = Settings(_env_file=None)
        assert wire(settings) == wire(settings)
        callers = [ROOT / "api" / name for name in ("main.py", "cli/host.py", "cli/running.py")]
        assert all("wire(settings)" in path.read_text(encoding="utf-8") for path in callers)
