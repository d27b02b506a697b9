"""What was expected is said to people in words: no pattern and no name of a library's."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import StringConstraints, TypeAdapter, ValidationError

from api.cli.contract import PUBLISHED
from api.core import expected
from api.core.intake import Field, RowSpec
from api.core.problems import violations_of
from api.core.schemas import Day, Text
from api.exchange.imports.bundles.manifest import ManifestIn
from api.wiring import ROW_SPECS

ROOT = Path(__file__).resolve().parents[2]
# Where validators stand that a request or a file runs into.
VALIDATORS = ("api/*/schemas.py", "api/*/schemas/*.py", "api/core/money.py", "api/core/points.py", "api/*/*/mapping.py")


def _patterns(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if isinstance(pattern := document.get("pattern"), str):
            yield pattern
        for value in document.values():
            yield from _patterns(value)
    elif isinstance(document, list):
        for value in document:
            yield from _patterns(value)


def _fields(spec: RowSpec) -> Iterator[Field]:
    yield from spec.fields
    for sheet in spec.tree.sheets if spec.tree else ():
        yield from sheet.fields


def _objections() -> Iterator[str]:
    for path in (found for place in VALIDATORS for found in sorted(ROOT.glob(place))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError"), args=[ast.Constant(value=str(said))])):
                    yield said


def test_every_pattern_of_the_contract_has_words() -> None:
    published = json.loads((ROOT / PUBLISHED).read_text(encoding="utf-8"))
    found = {*_patterns(published), *_patterns(ManifestIn.model_json_schema())}
    assert len(found) > 30
    assert sorted(pattern for pattern in found if expected.pattern_words(pattern) is None) == []


def test_every_pattern_of_a_row_spec_has_words() -> None:
    found = {field.pattern for spec in ROW_SPECS for field in _fields(spec) if field.pattern}
    assert len(found) > 5
    assert sorted(pattern for pattern in found if expected.pattern_words(pattern) is None) == []


def test_every_objection_of_a_validator_has_words() -> None:
    assert sorted({said for said in _objections() if said not in expected.OBJECTIONS}) == []


@pytest.mark.parametrize("language", [0, 1])
def test_words_hold_no_expression(language: int) -> None:
    tables = (expected.PATTERNS, expected.KINDS, expected.OBJECTIONS)
    said = [words[language] for table in tables for words in table.values()]
    assert [words for words in said if set(words) & set("^$\\{}[]*?|") or not words] == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^[0-9]{10}$", ("10 位数字", "10 digits")),
        ("^(clean|original)$", ("clean、original", "clean, original")),
        ("^(J|X)(,(J|X))*$", ("J、X", "J, X")),
        ("^[unheard]$", None),
    ],
)
def test_anchors_do_not_count_and_choices_are_listed(pattern: str, words: tuple[str, str] | None) -> None:
    assert expected.pattern_words(pattern) == words


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        (Annotated[str, StringConstraints(pattern="^[0-9]{10}$")], "x", "格式不对，应为：10 位数字。"),
        (int, "x", "格式不对，应为：整数。"),
        (UUID, "x", "格式不对，应为：编号（UUID）。"),
        (Day, "2026-2-30", "格式不对，应为：日期，如 2026-09-01。"),
        (list[int], {}, "格式不对，应为：列表。"),
        (Text, "\x00", "格式不对，应为：不含控制字符的文字。"),
    ],
)
def test_a_person_reads_words(kind: Any, sent: object, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(sent)
    (violation,) = violations_of(caught.value.errors())
    assert violation.spec.text("zh-CN", violation.params) == said
