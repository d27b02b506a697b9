"""Live calculations: what a sheet comes to by a version or a draft, and why. Nothing is written."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused, Violation, refuse_if_any
from api.core.points import points, written
from api.frameworks import errors
from api.frameworks.queries.drafts import framework_of as draft_framework
from api.frameworks.queries.drafts import list_nodes, open_draft
from api.frameworks.queries.versions import framework_of, get_published
from api.frameworks.rules import codec
from api.frameworks.rules.applicability import Applied, decide
from api.frameworks.rules.explaining import Explained, explain
from api.frameworks.rules.grading import Standing, grade
from api.frameworks.rules.kinds import Rule
from api.frameworks.rules.model import Framework, Scale, leaves, walk
from api.frameworks.rules.recognition import recognize
from api.frameworks.rules.scoring import Award, Override, Score, Scorer, Sheet
from api.frameworks.rules.sentences import Line
from api.frameworks.rules.validation import check
from api.frameworks.schemas.calculations import (
    CalculationOut,
    ExplainedOut,
    GradeOut,
    LineOut,
    RecognizedOut,
    SentenceIn,
    SheetIn,
    TriedRule,
    TryRuleIn,
)


def calculate_version(ctx: Context, version_id: UUID, given: SheetIn) -> CalculationOut:
    """By a published version. Errors: `not_found`, every fault of the sheet at once as `input.invalid`."""
    get_published(ctx, version_id)
    return calculate(ctx, framework_of(ctx, version_id), given)


def calculate_draft(ctx: Context, framework_id: UUID, given: SheetIn) -> CalculationOut:
    """By a draft, once it has no faults. Errors: `not_found`, `framework.no_draft`, `framework.has_faults`."""
    opened = open_draft(ctx, framework_id)
    framework = draft_framework(opened.draft, list_nodes(ctx, opened.draft.id))
    if faults := check(framework).faults:
        raise Refused(errors.HAS_FAULTS, faults)
    return calculate(ctx, framework, given)


def calculate(ctx: Context, framework: Framework, given: SheetIn) -> CalculationOut:
    """The total, every value, the grades and the explanation."""
    applied = decide(framework, {fact: frozenset(values) for fact, values in given.facts.items()})
    sheet = sheet_of(framework, given, applied)
    scorer = Scorer(framework)
    score = scorer.score(sheet)
    return CalculationOut(
        **{name: written(getattr(score, name)) for name in ("total", "base", "bonus", "deducted")},
        full=written(scorer.full),
        values={code: None if value is None else written(value) for code, value in score.values.items()},
        missing=list(score.missing),
        not_applicable=sorted(sheet.not_applicable),
        unknown_facts={code: sorted(facts) for code, facts in applied.unknown.items()},
        grades=[_graded(ctx, framework, scale, (score, sheet)) for scale in framework.scales],
        explanation=present_explanation(ctx, explain(scorer, sheet)),
    )


# --- The sheet -------------------------------------------------------------------------------------------------------


def sheet_of(framework: Framework, given: SheetIn, applied: Applied) -> Sheet:
    """The sheet as the rules take it. Errors: every fault at once as `input.invalid`."""
    refuse_if_any(sheet_faults(framework, given))
    return Sheet(
        items=given.items,
        not_applicable=applied.not_applicable | set(given.not_applicable),
        overrides={code: Override(points(one.points), one.reason) for code, one in given.overrides.items()},
        awards=[Award(one.bonus, one.level, one.name) for one in given.awards],
        deductions=given.deductions,
        vetoes=frozenset(given.vetoes),
        metrics={code: points(value) for code, value in given.metrics.items()},
        open_serious_findings=given.open_serious_findings,
    )


def sheet_faults(framework: Framework, given: SheetIn) -> Iterable[Violation]:
    """Entries of codes that there are, each as its rule takes it."""
    scored = {leaf.code: leaf for leaf in leaves(framework)}
    every = [place.node.code for place in walk(framework)]
    yield from _unknown(given.items, scored, "/items")
    yield from _unknown(given.overrides, scored, "/overrides")
    yield from _unknown(given.not_applicable, every, "/not_applicable")
    yield from _unknown(given.deductions, [one.code for one in framework.deductions], "/deductions")
    yield from _unknown(given.vetoes, [one.code for one in framework.vetoes], "/vetoes")
    levels = {bonus.code: [level.code for level in bonus.levels] for bonus in framework.bonuses}
    for index, award in enumerate(given.awards):
        yield from _unknown([award.bonus], levels, f"/awards/{index}/bonus")
        yield from _unknown([award.level], levels.get(award.bonus, [award.level]), f"/awards/{index}/level")
    for code, inputs in given.items.items():
        leaf = scored.get(code)
        if leaf is not None and leaf.rule is not None:
            yield from (fault.below(f"/items/{code}") for fault in leaf.rule.input_faults(leaf.points, inputs))


def _unknown(given: Iterable[str], known: Iterable[str], pointer: str) -> Iterable[Violation]:
    allowed = list(known)
    if not set(given) <= set(allowed):
        yield Violation(errors.NO_SUCH_ENTRY, pointer, params={"allowed": ", ".join(allowed[:50]) or "–"})


# --- Presenting ------------------------------------------------------------------------------------------------------


def _lines(ctx: Context, lines: Iterable[Line]) -> list[LineOut]:
    return [LineOut(text=one.text(ctx.language), amount=written(one.amount)) for one in lines]


def present_explanation(ctx: Context, node: Explained) -> ExplainedOut:
    """An explanation in the caller's language."""
    return ExplainedOut(
        code=node.code,
        title=node.label.text(ctx.language),
        full=written(node.full),
        value=None if node.value is None else written(node.value),
        adds=node.adds,
        lines=_lines(ctx, node.lines),
        children=[present_explanation(ctx, child) for child in node.children],
    )


def _graded(ctx: Context, framework: Framework, scale: Scale, scored: tuple[Score, Sheet]) -> GradeOut:
    found = grade(framework, scale, Standing.of(*scored))
    band = found.band
    return GradeOut(
        scale=scale.code,
        title=scale.label.text(ctx.language),
        band=band.code if band else None,
        band_title=band.label.text(ctx.language) if band else None,
        consequence=(band.consequence or None) if band else None,
        lines=_lines(ctx, found.lines),
    )


# --- One rule --------------------------------------------------------------------------------------------------------


def try_rule(ctx: Context, given: TryRuleIn) -> TriedRule:
    """What a rule gives for inputs. Errors: every fault of the rule, else of the inputs, as `input.invalid`."""
    full, rule = points(given.points), read_rule(given.rule.root)
    refuse_if_any(fault.below("/rule") for fault in rule.faults(full))
    refuse_if_any(fault.below("/inputs") for fault in rule.input_faults(full, given.inputs))
    score = rule.score(full, given.inputs)
    return TriedRule(score=None if score is None else written(score), lines=_lines(ctx, rule.lines(full, given.inputs)))


def read_rule(document: Mapping[str, Any]) -> Rule:
    """The rule that a document describes. Errors: every fault of its form as `input.invalid`."""
    faults: list[Violation] = []
    rule: Rule | None = codec.read(Rule, document, faults, "/rule")
    refuse_if_any(faults)
    if rule is None:
        raise Refused(NOT_FOUND)
    return rule


def read_sentence(given: SentenceIn) -> RecognizedOut:
    """The rule that a scoring sentence describes, for a person to confirm."""
    found = recognize(given.sentence, points(given.points))
    document = codec.write(found.rule) if found.rule is not None else None
    return RecognizedOut.model_validate(
        {"sentence": found.sentence, "rule": document, "sureness": found.sureness, "left": found.left}
    )
