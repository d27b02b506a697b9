"""Small frameworks, said briefly."""

from typing import Any

from api.core.points import Points, points
from api.frameworks.rules.kinds import Entry, Manual, Rule
from api.frameworks.rules.model import Framework, Indicator
from api.frameworks.rules.titled import Titled

P = points


def titled(*codes: str) -> tuple[Titled, ...]:
    return tuple(Titled(code=code, title=f"项目{code}") for code in codes)


def entry(code: str, per: str, **limits: Any) -> Entry:
    return Entry(code=code, title=f"情形{code}", per=P(per), **limits)


def leaf(code: str, full: str, rule: Rule | None = None, **settings: Any) -> Indicator:
    given = {"title": f"指标{code}", "lineage": f"l-{code}", "rule": rule or Manual()} | settings
    return Indicator(code=code, points=P(full), **given)


def parent(code: str, full: str, *children: Indicator, **settings: Any) -> Indicator:
    given = {"title": f"指标{code}", "lineage": f"l-{code}"} | settings
    return Indicator(code=code, points=P(full), children=children, **given)


def framework(*indicators: Indicator, total: str | None = None, **settings: Any) -> Framework:
    declared = P(total) if total else Points(sum(one.points for one in indicators))
    given = {"code": "F", "version": "2026", "title": "试验框架"} | settings
    return Framework(indicators=indicators, declared_total=declared, **given)


def manual(**scores: str) -> dict[str, dict[str, Any]]:
    return {code: {"score": score} for code, score in scores.items()}
