"""By what rows may be known: another system's name is written as organizations write it."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.exchange.imports.rules import option_violations, references
from api.exchange.imports.schemas import ImportIn
from api.exchange.reading import MappingIn
from api.organizations.schemas.units import ExternalId
from api.organizations.tabular import SCHOOL_ROWS

NAMES = ("lk.census", "moe", "gias-2024", "a" * 40)
OTHERS = ("", "1moe", "MOE", "moe:x", "a" * 41)


def made(scheme: str) -> tuple[Any, ...]:
    """Everything that names the scheme."""
    column = {"from": "学区", "to": "parent", "scheme": scheme}
    return (
        ImportIn.model_validate({"type": "school", "id_scheme": scheme, "references": {"parent": scheme}}),
        MappingIn.model_validate({"type": "school", "columns": [column]}),
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_organizations_take_imports_take(name: str) -> None:
    assert ExternalId(scheme=name, value="15111").scheme == name
    asked, mapping = made(f"ext:{name}")
    assert mapping.columns[0].scheme == f"ext:{name}"
    assert list(option_violations(SCHOOL_ROWS, asked.model_dump())) == []


@pytest.mark.parametrize("name", OTHERS)
def test_what_they_refuse_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        ExternalId(scheme=name, value="15111")
    with pytest.raises(ValidationError):
        ImportIn.model_validate({"type": "school", "id_scheme": f"ext:{name}"})
    with pytest.raises(ValidationError):
        MappingIn.model_validate({"type": "school", "columns": [{"from": 0, "to": "parent", "scheme": f"ext:{name}"}]})


def test_a_column_of_the_mapping_says_how_a_reference_is_given() -> None:
    column = {"from": "dbn", "to": "parent", "scheme": "ext:nyc.dbn"}
    mapping = {"columns": [column, {"from": "x", "to": "name", "scheme": None}]}
    assert references(SCHOOL_ROWS, {}, mapping)["parent"] == "ext:nyc.dbn"
    assert references(SCHOOL_ROWS, {"parent": "code"}, mapping)["parent"] == "code"
    assert references(SCHOOL_ROWS, {})["parent"] == "name"
