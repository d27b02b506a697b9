"""Examples made from schemas."""

from typing import Any

import pytest

from api.core.openapi import example

SCHEMAS: dict[str, Any] = {
    "Named": {"type": "object", "properties": {"name": {"type": "string", "examples": ["一中"]}}}
}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"$ref": "#/components/schemas/Named"}, {"name": "一中"}),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Named"}}, [{"name": "一中"}]),
        ({"enum": ["public", "private"]}, "public"),
        ({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}, 0),
        ({"type": "string", "format": "date"}, "2026-11-20"),
        ({"const": 1}, 1),
        ({}, None),
    ],
)
def test_an_example_fits_its_schema(schema: dict[str, Any], expected: object) -> None:
    assert example(schema, SCHEMAS) == expected
