"""加分, 扣分, 一票否决: what is added to a sheet beside the items. Proposed by one, decided by another, by the county only.

一票否决 stands on a document of whoever established the ground (a notice of punishment, of a court, of a superior): a
school is not failed on hearsay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from api.access.permissions import Permission
from api.assessments import refusals
from api.core.errors import Refused, Violation
from api.frameworks.rules.model import Framework, VetoEffect
from api.frameworks.rules.scoring import Award

P = Permission


class AdjustmentKind(StrEnum):
    """What is adjusted."""

    BONUS = "bonus"
    DEDUCTION = "deduction"
    VETO = "veto"


class AdjustmentState(StrEnum):
    """Where it stands. Only what is upheld counts."""

    PROPOSED = "proposed"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


class AdjustmentVerb(StrEnum):
    """What can be done to it."""

    UPHOLD = "uphold"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class AdjustmentStep:
    """One legal move. `another`: not by who proposed it; else by nobody but him. `reason`: it must be given."""

    after: AdjustmentState
    another: bool = True
    reason: bool = False


_S, _V = AdjustmentState, AdjustmentVerb
ADJUSTMENT_STEPS: Mapping[tuple[AdjustmentState, AdjustmentVerb], AdjustmentStep] = {
    (_S.PROPOSED, _V.UPHOLD): AdjustmentStep(_S.UPHELD),
    (_S.PROPOSED, _V.REJECT): AdjustmentStep(_S.REJECTED, reason=True),
    (_S.PROPOSED, _V.WITHDRAW): AdjustmentStep(_S.WITHDRAWN, another=False),
    # What was upheld by mistake, or has been overturned since; it stays in the record with its reason.
    (_S.UPHELD, _V.LIFT): AdjustmentStep(_S.LIFTED, reason=True),
}

# Who may propose, and who decides, at the unit of the campaign: a veto is a matter of the bureau's leaders.
PROPOSES: Mapping[AdjustmentKind, tuple[Permission, ...]] = {
    AdjustmentKind.BONUS: (P.ASSESSMENT_FILL, P.ASSESSMENT_REVIEW),  # a school claims its own honours
    AdjustmentKind.DEDUCTION: (P.ASSESSMENT_REVIEW,),
    AdjustmentKind.VETO: (P.ASSESSMENT_REVIEW,),
}
DECIDES: Mapping[AdjustmentKind, Permission] = {
    AdjustmentKind.BONUS: P.ASSESSMENT_MANAGE,
    AdjustmentKind.DEDUCTION: P.ASSESSMENT_MANAGE,
    AdjustmentKind.VETO: P.ASSESSMENT_DECIDE,
}


def adjustment_step(state: AdjustmentState, verb: AdjustmentVerb) -> AdjustmentStep:
    """The move that `verb` is in `state`. Errors: `assessment.adjustment_state`, which names the legal ones."""
    if (state, verb) not in ADJUSTMENT_STEPS:
        raise Refused(refusals.ADJUSTMENT_STATE, allowed=", ".join(adjustment_verbs(state)) or "–")
    return ADJUSTMENT_STEPS[state, verb]


def adjustment_verbs(state: AdjustmentState) -> list[AdjustmentVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in ADJUSTMENT_STEPS if before is state]


class Claim(NamedTuple):
    """What is proposed. `level` and `name` are of a bonus, `times` of a deduction."""

    kind: AdjustmentKind
    code: str
    level: str | None = None
    name: str | None = None
    times: int | None = None
    document: str | None = None
    proved: bool = False  # evidence is attached


def claim_faults(framework: Framework, claim: Claim) -> Iterable[Violation]:
    """What is wrong with a proposal, all at once."""
    known = _known(framework, claim.kind)
    if claim.code not in known:
        allowed = ", ".join(known) or "–"
        yield Violation(refusals.ADJUSTMENT_CODE, "/code", params={"allowed": allowed})
    if claim.kind is AdjustmentKind.BONUS:
        yield from _bonus_faults(framework, claim)
    if claim.kind is AdjustmentKind.DEDUCTION and (claim.times or 0) < 1:
        yield Violation(refusals.ADJUSTMENT_TIMES, "/times")
    yield from _proof_faults(framework, claim)


def _known(framework: Framework, kind: AdjustmentKind) -> list[str]:
    listed = {
        AdjustmentKind.BONUS: framework.bonuses,
        AdjustmentKind.DEDUCTION: framework.deductions,
        AdjustmentKind.VETO: framework.vetoes,
    }
    return [one.code for one in listed[kind]]


def _bonus_faults(framework: Framework, claim: Claim) -> Iterable[Violation]:
    levels = [level.code for bonus in framework.bonuses if bonus.code == claim.code for level in bonus.levels]
    if claim.level not in levels or not claim.name:
        pointer = "/level" if claim.level not in levels else "/name"
        yield Violation(refusals.ADJUSTMENT_LEVEL, pointer, params={"allowed": ", ".join(levels) or "–"})


def _proof_faults(framework: Framework, claim: Claim) -> Iterable[Violation]:
    if claim.kind is not AdjustmentKind.VETO:
        if not claim.proved and not claim.document:
            yield Violation(refusals.ADJUSTMENT_PROOF, "/document")
        return
    if not claim.document:
        yield Violation(refusals.ADJUSTMENT_DOCUMENT, "/document")
    demanded = any(veto.code == claim.code and veto.evidence_required for veto in framework.vetoes)
    if demanded and not claim.proved:
        yield Violation(refusals.ADJUSTMENT_PROOF, "/evidence_ids")


# --- On the sheet ----------------------------------------------------------------------------------------------------


class Adjusted(NamedTuple):
    """What the upheld claims of one school put on its sheet."""

    awards: tuple[Award, ...]
    deductions: Mapping[str, int]
    vetoes: frozenset[str]


def adjusted(claims: Iterable[Claim]) -> Adjusted:
    """Upheld claims together: times of the same deduction add up, honours are told apart by name."""
    listed = list(claims)
    awards = sorted(
        Award(one.code, one.level or "", one.name or "") for one in listed if one.kind is AdjustmentKind.BONUS
    )
    times: dict[str, int] = {}
    for one in listed:
        if one.kind is AdjustmentKind.DEDUCTION:
            times[one.code] = times.get(one.code, 0) + (one.times or 0)
    vetoes = frozenset(one.code for one in listed if one.kind is AdjustmentKind.VETO)
    return Adjusted(tuple(awards), dict(sorted(times.items())), vetoes)


def effects(framework: Framework, vetoes: Iterable[str], effect: VetoEffect) -> list[str]:
    """The codes among `vetoes` that have this effect, in the order of the framework."""
    raised = set(vetoes)
    return [veto.code for veto in framework.vetoes if veto.code in raised and veto.effect is effect]
