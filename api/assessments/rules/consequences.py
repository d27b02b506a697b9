"""What a grade brings with it: a band whose framework says so (三星须写整改措施; 限期整改) becomes a problem to be put right."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.frameworks.rules.model import Band, Framework, Scale

_LINEAGE = 80


class Consequence(NamedTuple):
    """A band that a school holds, and what the framework attaches to it."""

    scale: Scale
    band: Band


def consequences_of(framework: Framework, bands: Mapping[str, str | None]) -> list[Consequence]:
    """The bands of a school, by scale, that have a consequence; the main scale first."""
    return [
        Consequence(scale, band)
        for scale in framework.scales
        for band in scale.bands
        if band.code == bands.get(scale.code) and band.consequence
    ]


def problem_of(framework: Framework, held: list[Consequence], title: str, points: str) -> dict[str, Any]:
    """One problem for all of them. By the lineage a grade that is low again is recognized as come back."""
    main = held[0]
    said = "；".join(f"{one.scale.title}“{one.band.title}”：{one.band.consequence}" for one in held)
    return {
        "title": f"{title}评为“{main.band.title}”"[:200],
        "description": f"得分 {points}。{said}"[:4000],
        "kind": "other",
        "cause": "unknown",
        "cause_text": None,
        "lineage": f"{framework.code}/{main.scale.code}"[:_LINEAGE],
        "indicator": None,
        "cited_rule": f"《{framework.title}》{framework.version}：{main.band.consequence}"[:500],
    }
