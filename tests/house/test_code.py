"""The laws of the house that can be read off the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core.errors import CATALOG
from api.core.problems import STATUS
from api.settings import Settings
from api.wiring import wire

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "api").rglob("*.py"))
SOURCES = [path for folder in ("frontend/src", "tests/e2e") for path in (ROOT / folder).rglob("*.*")]
MAY_COMMIT = {"api/core/transaction.py", "api/worker.py", "api/cli/host.py"}
CHINESE = re.compile(r"[㐀-鿿]")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield _name(path), node


class TestSize:
    def test_no_file_is_over_400_lines(self) -> None:
        generated = ("frontend/src/client/schema.d.ts",)
        texts = [path for path in [*MODULES, *SOURCES] if path.suffix in {".py", ".ts", ".vue", ".css"}]
        long = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in texts}
        assert {name: lines for name, lines in long.items() if lines > 400 and name not in generated} == {}

    def test_no_function_is_over_50_lines(self) -> None:
        long = [
            f"{place}:{node.name} {node.end_lineno - node.lineno + 1}"
            for place, node in _functions()
            if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > 50
        ]
        assert long == []


class TestTransactions:
    def test_only_three_places_commit(self) -> None:
        stray = [_name(path) for path in MODULES if re.search(r"\.commit\(\)", path.read_text(encoding="utf-8"))]
        assert set(stray) <= MAY_COMMIT

    def test_sessions_are_opened_in_one_place(self) -> None:
        opening = re.compile(r"(?<!\w)(?:Session|sessionmaker)\(")
        assert [_name(path) for path in MODULES if opening.search(path.read_text(encoding="utf-8"))] == [
            "api/core/transaction.py"
        ]

    def test_services_hold_no_select_and_know_no_http(self) -> None:
        services = [path for path in MODULES if path.stem == "service" or "service" in path.parts]
        texts = {_name(path): path.read_text(encoding="utf-8") for path in services}
        # A frame's own `.select(` is no statement; a table's would be.
        asking = re.compile(r"(?<!\.)\bselect\(|__table__\.select\(|\bfastapi\b")
        assert [name for name, text in texts.items() if asking.search(text)] == []


class TestTime:
    def test_now_is_asked_of_the_clock_only(self) -> None:
        asking = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|func\.now\(")
        found = {_name(path) for path in MODULES if asking.search(path.read_text(encoding="utf-8"))}
        assert found == {"api/core/clock.py"}


class TestNames:
    def test_no_module_has_an_empty_name(self) -> None:
        empty = {"utils", "helpers", "common", "manager", "base_service", "misc"}
        assert [_name(path) for path in MODULES if path.stem in empty] == []

    def test_no_schema_of_the_database_is_named_in_code(self) -> None:
        named = re.compile(r"\bschema=[\"']|__table_args__.*schema")
        assert [_name(path) for path in MODULES if named.search(path.read_text(encoding="utf-8"))] == []


class TestErrors:
    @pytest.fixture(autouse=True)
    def _everything_is_loaded(self) -> None:
        wire(Settings(_env_file=None))

    def test_every_code_has_a_chinese_and_an_english_sentence(self) -> None:
        # A regulation keeps its own name in English too, so Chinese there is no fault; a Chinese full stop is.
        assert [code for code, spec in CATALOG.items() if not CHINESE.search(spec.zh) or "。" in spec.en] == []
        assert [code for code, spec in CATALOG.items() if not re.match(r"^[A-Z0-9“]", spec.en)] == []

    def test_every_sentence_takes_the_same_parameters_in_both_languages(self) -> None:
        # Words that differ by language come twice: `allowed` in Chinese, `allowed_en` in English.
        names = re.compile(r"{(\w+?)(?:_en)?}")
        assert [
            code for code, spec in CATALOG.items() if set(names.findall(spec.zh)) != set(names.findall(spec.en))
        ] == []

    def test_every_code_is_spelt_alike_and_has_a_status(self) -> None:
        spelling = re.compile(r"^[a-z_]+(?:\.[a-z_]+){0,2}$")
        assert [code for code, spec in CATALOG.items() if not spelling.match(code) or spec.kind not in STATUS] == []


class TestComments:
    def test_every_public_function_of_rules_queries_and_services_says_what_it_does(self) -> None:
        rooms = {"rules", "queries", "service"}
        silent = [
            f"{place}:{node.name}"
            for place, node in _functions()
            if rooms & set(Path(place).with_suffix("").parts) and not node.name.startswith("_")
            if not ast.get_docstring(node)
        ]
        assert silent == []
