"""What rules answer with is said in words: every key and every word of evidence, in both languages of the pages."""

import ast
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.checks.rules.answers import Answer, Outcome
from api.decisions.examples import answer_of
from api.decisions.rules import book, checks
from api.decisions.rules.checks import RULES
from api.decisions.rules.limits import LIMITS

LOCALES = Path(__file__).parents[3] / "frontend/src/locales"
SOURCES = (*sorted(Path(checks.__file__).parent.glob("[!_]*.py")), Path(book.__file__))
# Words of the modules that are not said: parts of other words, of records' own shapes, of what the book keeps.
UNSAID = {
    *("v", ".done", ".agreed", "notice_days_", "appointment", "for", "abstain", "name", "unit_price", "usual"),
    *("counted", "decisions", "meetings", "policies", "spending", "topics"),
}


@cache
def said(language: str) -> dict[str, Any]:
    """The words of checks in a language."""
    found: dict[str, Any] = json.loads((LOCALES / language / "checking.json").read_text(encoding="utf-8"))
    return found


def called(*names: str) -> Iterator[ast.Call]:
    """Calls of these functions in the modules of the rules."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield node


def texts(nodes: Iterator[ast.AST] | list[Any]) -> set[str]:
    """The texts that stand in parts of a module, such as in the arguments of a call."""
    parts = (each for node in nodes for each in ast.walk(node))
    return {each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)}


@cache
def answers() -> list[Outcome]:
    """What the rules answer to their examples."""
    asked = (answer_of(rule, vector) for rule in RULES for vector in rule.vectors)
    return [outcome for outcome in asked if outcome]


def words_in(value: Any) -> Iterator[str]:
    """The words of lists among the values of evidence."""
    if isinstance(value, StrEnum):
        yield value.value
    elif isinstance(value, dict):
        yield from (word for each in value.values() for word in words_in(each))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (word for each in value for word in words_in(each))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
class TestWords:
    def test_every_key_of_evidence_has_its_name(self, language: str) -> None:
        keys = {word.arg for call in called("failed", "passes") for word in call.keywords if word.arg}
        for outcome in answers():
            keys |= set(outcome.evidence) if outcome.answer is Answer.FAIL else set()
        assert sorted(keys - said(language)["evidence"].keys()) == []

    def test_all_that_may_be_lacking_is_named(self, language: str) -> None:
        lacking = texts([part for call in called("lacking", "unrecorded") for part in call.args]) - UNSAID
        lacking |= {name for rule in RULES for name in rule.needs}
        assert len(lacking) > 60
        assert sorted(word for word in lacking if word.replace(".", "_") not in said(language)["words"]) == []

    def test_every_word_among_values_is_said(self, language: str) -> None:
        words = {word for outcome in answers() for word in words_in(dict(outcome.evidence))}
        assert sorted(word for word in words if word.replace(".", "_") not in said(language)["words"]) == []

    def test_a_new_word_in_a_rule_is_not_forgotten(self, language: str) -> None:
        """Whatever looks like a word in the modules of the rules is said somewhere, or is known not to be."""
        known = {*said(language)["words"], *said(language)["evidence"], *said(language)["subject"], *LIMITS}
        for source in SOURCES[:-1]:
            module = ast.parse(source.read_text(encoding="utf-8"))
            words = {word for word in texts([module]) if re.fullmatch("[a-z_.]+", word)}
            assert sorted(word for word in words if word not in UNSAID and word.replace(".", "_") not in known) == [], (
                source.name
            )
