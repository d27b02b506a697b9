"""The project's own tools find what they are for."""

from pathlib import Path
from typing import Any

import pytest

from scripts import dockerfile_in_chroot, lint_contract

ROOT = Path(__file__).resolve().parents[2]
PROBLEM: dict[str, Any] = {
    "description": "`x`",
    "content": {"application/problem+json": {"schema": {"type": "object"}, "examples": {"x": {}}}},
}


def contract(**changes: Any) -> dict[str, Any]:
    """A faultless contract of one operation, with some of its parts changed; None leaves a part out."""
    operation = {
        "operationId": "list_things",
        "summary": "List things",
        "description": "All of them.",
        "tags": ["things"],
        "responses": {
            "200": {"content": {"application/json": {"schema": {"type": "object"}, "example": {}}}},
            **dict.fromkeys(("400", "500", "503"), PROBLEM),
        },
    } | changes
    kept = {key: value for key, value in operation.items() if value is not None}
    return {"paths": {"/things": {"get": kept}}, "components": {"schemas": {}}}


class TestContractLinter:
    def test_a_complete_contract_has_no_fault(self) -> None:
        assert list(lint_contract.faults(contract())) == []

    @pytest.mark.parametrize("part", ["operationId", "summary", "description", "tags"])
    def test_a_missing_part_is_named(self, part: str) -> None:
        assert f"GET /things: has no {part}" in list(lint_contract.faults(contract(**{part: None})))

    def test_an_unlisted_refusal_is_named(self) -> None:
        faults = list(lint_contract.faults(contract(security=[{"session": []}])))
        assert faults == ["GET /things: does not list 401", "GET /things: does not list 403"]

    def test_a_success_without_an_example_is_named(self) -> None:
        answers = contract()["paths"]["/things"]["get"]["responses"]
        answers["200"] = {"content": {"application/json": {"schema": {"type": "object"}}}}
        assert list(lint_contract.faults(contract(responses=answers))) == [
            "GET /things: 200 application/json has no example"
        ]

    def test_a_field_in_camel_case_is_named(self) -> None:
        wrong = contract()
        wrong["components"]["schemas"]["Thing"] = {"properties": {"fullName": {}}}
        assert list(lint_contract.faults(wrong)) == ["schema Thing: field 'fullName' is not snake_case"]


class TestDockerfile:
    @pytest.mark.parametrize("text", [(ROOT / "Dockerfile").read_text(), dockerfile_in_chroot.BARE_RUN])
    def test_the_chroot_builder_knows_every_instruction(self, text: str) -> None:
        assert {verb for verb, _ in dockerfile_in_chroot.instructions(text)} <= {
            *("ARG", "CMD", "COPY", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "RUN", "USER", "VOLUME", "WORKDIR")
        }

    def test_continued_lines_are_one_instruction(self) -> None:
        assert list(dockerfile_in_chroot.instructions("# why\nRUN a \\\n    && b\n")) == [("RUN", "a && b")]

    def test_it_runs_as_a_user_without_rights_and_reports_its_health(self) -> None:
        found = dict(dockerfile_in_chroot.instructions((ROOT / "Dockerfile").read_text()))
        assert found["USER"] != "root"
        assert "/readyz" in found["HEALTHCHECK"]
