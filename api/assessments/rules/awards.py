"""称号, 星级, and the blacklist: proposed → publicised → granted, for a time; suspended, revoked (摘星), expired by the clock.

No award is for life: 示范校 are named anew every two years (宁波 2006), and a star is lost by procedure, on a ground, with
a document and a day (乡镇星级管理). An entry of the blacklist (黑榜) has the same life: it is publicised before it is in
force, ends on a day, and can be lifted. While it is in force its school receives no award and may not apply.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.access.permissions import Permission
from api.assessments import refusals
from api.core.errors import Refused

P = Permission


class AwardKind(StrEnum):
    """What is given."""

    TITLE = "title"  # 示范校, 先进
    STAR = "star"
    BLACKLIST = "blacklist"


class AwardState(StrEnum):
    """Where it stands. `expired` is never stored: it is granted, and its last day is over."""

    PROPOSED = "proposed"
    PUBLICISED = "publicised"
    GRANTED = "granted"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


class AwardVerb(StrEnum):
    """What can be done to it."""

    PUBLICISE = "publicise"
    GRANT = "grant"
    REFUSE = "refuse"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"


class Ground(StrEnum):
    """Why an award is suspended or taken away, or a school listed: eight situations, a decline, an order."""

    LEADER_PUNISHED = "leader_punished"  # 班子成员严重违纪违法
    STAFF_CRIME = "staff_crime"  # 教职工重大刑事案件
    SAFETY_ACCIDENT = "safety_accident"  # 重大安全责任事故
    ETHICS_CASE = "ethics_case"  # 严重师德失范，影响恶劣
    FEE_BREACH = "fee_breach"  # 收费、资助资金严重违规
    FRAUD = "fraud"  # 申报材料弄虚作假
    RECTIFICATION_REFUSED = "rectification_refused"  # 拒不整改、虚假整改
    SUPERIOR_NOTICE = "superior_notice"  # 被上级通报
    DECLINE = "decline"  # 复核达不到原等次
    MERGED = "merged"  # 撤并、停办
    VETO = "veto"  # 依指标体系的一票否决


# The same in the words of notices.
GROUND_WORDS: Mapping[str, str] = {
    Ground.LEADER_PUNISHED: "班子成员严重违纪违法",
    Ground.STAFF_CRIME: "教职工重大刑事案件",
    Ground.SAFETY_ACCIDENT: "重大安全责任事故",
    Ground.ETHICS_CASE: "严重师德失范",
    Ground.FEE_BREACH: "收费、资助资金严重违规",
    Ground.FRAUD: "弄虚作假",
    Ground.RECTIFICATION_REFUSED: "拒不整改、虚假整改",
    Ground.SUPERIOR_NOTICE: "被上级通报",
    Ground.DECLINE: "复核达不到原等次",
    Ground.MERGED: "撤并、停办",
    Ground.VETO: "一票否决",
}


@dataclass(frozen=True, slots=True)
class AwardStep:
    """One legal move. `grounded`: a ground and the number of a document must be given. `fresh`: nothing bars the unit."""

    after: AwardState
    needs: Permission
    grounded: bool = False
    fresh: bool = False
    reason: bool = False


_S, _V = AwardState, AwardVerb
AWARD_STEPS: Mapping[tuple[AwardState, AwardVerb], AwardStep] = {
    (_S.PROPOSED, _V.PUBLICISE): AwardStep(_S.PUBLICISED, P.ASSESSMENT_MANAGE, fresh=True),
    (_S.PROPOSED, _V.REFUSE): AwardStep(_S.REFUSED, P.ASSESSMENT_DECIDE, reason=True),
    (_S.PUBLICISED, _V.GRANT): AwardStep(_S.GRANTED, P.ASSESSMENT_DECIDE, fresh=True),
    (_S.PUBLICISED, _V.REFUSE): AwardStep(_S.REFUSED, P.ASSESSMENT_DECIDE, reason=True),
    (_S.GRANTED, _V.SUSPEND): AwardStep(_S.SUSPENDED, P.ASSESSMENT_DECIDE, grounded=True, reason=True),
    (_S.GRANTED, _V.REVOKE): AwardStep(_S.REVOKED, P.ASSESSMENT_DECIDE, grounded=True, reason=True),
    (_S.SUSPENDED, _V.RESUME): AwardStep(_S.GRANTED, P.ASSESSMENT_DECIDE, fresh=True, reason=True),
    (_S.SUSPENDED, _V.REVOKE): AwardStep(_S.REVOKED, P.ASSESSMENT_DECIDE, grounded=True, reason=True),
}
IN_FORCE = frozenset({_S.GRANTED, _S.SUSPENDED})


def award_step(state: AwardState, verb: AwardVerb) -> AwardStep:
    """The move that `verb` is in `state`. Errors: `assessment.award_state`, which names the legal ones."""
    if (state, verb) not in AWARD_STEPS:
        raise Refused(refusals.AWARD_STATE, allowed=", ".join(award_verbs(state)) or "–")
    return AWARD_STEPS[state, verb]


def award_verbs(state: AwardState) -> list[AwardVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in AWARD_STEPS if before is state]


def standing(state: AwardState, valid_to: date | None, today: date) -> AwardState:
    """What an award is today: one that was granted, or suspended, ends with its last day."""
    over = valid_to is not None and today > valid_to
    return _S.EXPIRED if over and state in IN_FORCE else state


def validity(granted_on: date, years: int) -> date:
    """The last day of an award of so many years from a day."""
    try:
        return granted_on.replace(year=granted_on.year + years) - (date(2000, 1, 2) - date(2000, 1, 1))
    except ValueError:  # from 29 February
        return date(granted_on.year + years, 2, 28)
