"""The canonical document of a frozen outcome: what is hashed and kept. RFC 8785, schema 1.

It holds everything that the result was made of (the sheet, as the rounds and what was upheld left it) and everything
that came of it, with names as they were on the day. Whoever has it and the framework of its `content_hash` recomputes
every value, without the database. What depends on the others of the campaign (places, seats of a quota) is a fact of
the day; that no grade is better than the sheet itself reaches can be recomputed too.

Whatever schema comes later, the reader of each that ever was stays, with a golden file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.assessments import refusals
from api.assessments.rules.ranking import Per, Places
from api.core.errors import Refused, Violation
from api.core.points import Points, points, written
from api.frameworks.rules.grading import Standing, grade
from api.frameworks.rules.model import Framework
from api.frameworks.rules.scoring import Award, Override, Score, Scorer, Sheet
from api.ledger.rules import document_hash

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """An outcome as it is written down. `about` holds the names of the day: campaign, framework, unit, by word.

    `grades`: the band of each scale, after quotas. `rounds`: what each round came to. `sources`: which round spoke for
    an item. `decisions`: what was upheld, lifted or decided on appeal, for people.
    """

    number: int
    about: Mapping[str, Mapping[str, str | None]]
    policy: Mapping[str, Any]
    sheet: Sheet
    sources: Mapping[str, str]
    score: Score
    grades: Mapping[str, str | None]
    places: Mapping[Per, Places] = field(default_factory=dict)
    rounds: Mapping[str, Points | None] = field(default_factory=dict)
    decisions: Sequence[Mapping[str, Any]] = ()


def document(frozen: Frozen) -> dict[str, Any]:
    """The document; its bytes are `api.ledger.rules.canonical` of it."""
    return {
        "schema": SCHEMA,
        "number": frozen.number,
        "about": {name: dict(said) for name, said in frozen.about.items()},
        "policy": dict(frozen.policy),
        "sheet": write_sheet(frozen.sheet),
        "sources": {code: str(name) for code, name in frozen.sources.items()},
        "result": write_score(frozen.score),
        "grades": dict(frozen.grades),
        "places": {per.value: {"rank": one.rank, "of": one.of} for per, one in frozen.places.items()},
        "rounds": {str(name): _maybe(total) for name, total in frozen.rounds.items()},
        "decisions": [dict(one) for one in frozen.decisions],
    }


def write_sheet(sheet: Sheet) -> dict[str, Any]:
    """A sheet in JSON's types, everything in a fixed order."""
    return {
        "items": {code: dict(inputs) for code, inputs in sheet.items.items()},
        "not_applicable": sorted(sheet.not_applicable),
        "overrides": {
            code: {"points": written(one.points), "reason": one.reason} for code, one in sheet.overrides.items()
        },
        "awards": [{"bonus": one.bonus, "level": one.level, "name": one.name} for one in sheet.awards],
        "deductions": dict(sheet.deductions),
        "vetoes": sorted(sheet.vetoes),
        "metrics": {code: written(value) for code, value in sheet.metrics.items()},
        "open_serious_findings": sheet.open_serious_findings,
    }


def write_score(score: Score) -> dict[str, Any]:
    """What a sheet comes to, in JSON's types."""
    return {
        **{name: written(getattr(score, name)) for name in ("total", "base", "bonus", "deducted")},
        "values": {code: _maybe(value) for code, value in score.values.items()},
        "missing": list(score.missing),
    }


def _maybe(value: Points | None) -> str | None:
    return None if value is None else written(value)


# --- Reading ---------------------------------------------------------------------------------------------------------


def read(given: Mapping[str, Any]) -> Frozen:
    """The outcome that a document describes. Errors: `assessment.outcome_schema`."""
    if given.get("schema") != SCHEMA:
        fault = Violation(refusals.OUTCOME_SCHEMA, "/schema", params={"known": SCHEMA})
        raise Refused(refusals.OUTCOME_SCHEMA, [fault], known=SCHEMA)
    return Frozen(
        number=given["number"],
        about=given["about"],
        policy=given["policy"],
        sheet=read_sheet(given["sheet"]),
        sources=given["sources"],
        score=read_score(given["result"]),
        grades=given["grades"],
        places={Per(per): Places(one["rank"], one["of"]) for per, one in given["places"].items()},
        rounds={name: _points(total) for name, total in given["rounds"].items()},
        decisions=tuple(given["decisions"]),
    )


def read_sheet(given: Mapping[str, Any]) -> Sheet:
    """The sheet of `write_sheet`."""
    return Sheet(
        items=given["items"],
        not_applicable=frozenset(given["not_applicable"]),
        overrides={code: Override(_exact(one["points"]), one["reason"]) for code, one in given["overrides"].items()},
        awards=tuple(Award(one["bonus"], one["level"], one["name"]) for one in given["awards"]),
        deductions=given["deductions"],
        vetoes=frozenset(given["vetoes"]),
        metrics={code: _exact(value) for code, value in given["metrics"].items()},
        open_serious_findings=given["open_serious_findings"],
    )


def read_score(given: Mapping[str, Any]) -> Score:
    """The score of `write_score`."""
    return Score(
        **{name: _exact(given[name]) for name in ("total", "base", "bonus", "deducted")},
        values={code: _points(value) for code, value in given["values"].items()},
        missing=tuple(given["missing"]),
    )


def _points(text: str | None) -> Points | None:
    return None if text is None else _exact(text)


def _exact(text: str) -> Points:
    return Points(-points(text[1:])) if text.startswith("-") else points(text)


# --- Recomputing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What an outcome's own document comes to today. `differs` names every part that is not what was frozen."""

    content_hash: str
    differs: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differs


def recompute(given: Mapping[str, Any], framework: Framework, framework_hash: str) -> Recomputed:
    """Score the document's sheet again by `framework`. Errors: `assessment.outcome_schema`."""
    frozen = read(given)
    score = Scorer(framework).score(frozen.sheet)
    again = document(replace(frozen, score=score))
    differs = [name for name in again if again[name] != given.get(name)]
    if frozen.about["framework"].get("content_hash") != framework_hash:
        differs.append("framework")
    differs += [f"grades.{code}" for code in _too_good(framework, frozen, score)]
    return Recomputed(document_hash(again), tuple(dict.fromkeys(differs)))


def _too_good(framework: Framework, frozen: Frozen, score: Score) -> list[str]:
    """The scales on which the frozen grade is better than the sheet itself reaches."""
    found = []
    standing = Standing.of(score, frozen.sheet)
    for scale in framework.scales:
        order = [band.code for band in scale.bands]
        reached, held = grade(framework, scale, standing).band, frozen.grades.get(scale.code)
        best = order.index(reached.code) if reached else len(order)
        if held is not None and (held not in order or order.index(held) < best):
            found.append(scale.code)
    return found
