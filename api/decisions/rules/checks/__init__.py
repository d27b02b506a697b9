"""The 86 checks of decisions and payments, family by family, each with its papers."""

from typing import Any

from api.checks.rules.rule import Rule, Vector, Worded
from api.decisions.data import check_papers
from api.decisions.rules.checks import (
    executing,
    patterns,
    policies,
    preparing,
    publishing,
    recording,
    sitting,
    splitting,
    suppliers,
    voting,
)
from api.decisions.rules.checks.asking import Check
from api.decisions.rules.limits import LIMITS

FAMILIES = ("POL", "PRE", "MTG", "VOT", "REC", "PUB", "FIL", "EXE", "ANO")
_ROOMS = (policies, preparing, sitting, voting, recording, publishing, executing, splitting, suppliers, patterns)


def _rule(check: Check, papers: dict[str, Any]) -> Rule:
    return Rule(
        id=check.id,
        name=Worded(*papers["name"]),
        text=Worded(*papers["text"]),
        severities=check.severities,
        basis=tuple(papers["basis"]),
        subject=check.about,
        needs=tuple(papers["needs"]),
        examine=check.examine,
        limits={name: LIMITS[name].default for name in papers.get("limits", ())},
        across=papers.get("across", False),
        restricted=check.restricted,
        vectors=tuple(_vector(one, papers["about"]) for one in papers["vectors"]),
    )


def _vector(said: dict[str, Any], about: str) -> Vector:
    return Vector(
        said=Worded(said["zh"], said["en"]),
        changes=said.get("set", {}),
        answer=said["answer"],
        severity=said.get("severity"),
        about=said.get("about", about),
    )


def _found() -> list[Check]:
    checks = [one for room in _ROOMS for one in vars(room).values() if isinstance(one, Check)]
    return sorted(checks, key=lambda check: (FAMILIES.index(check.id[:3]), check.id))


RULES: tuple[Rule, ...] = tuple(_rule(check, check_papers()[check.id]) for check in _found())
