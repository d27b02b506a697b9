"""Words of the documents, Chinese and English, and how figures are written in them."""

from collections.abc import Mapping
from decimal import Decimal

from api.assessments.documents.gathered import About, Progress
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.rounds import Round, RoundState
from api.core.documents import Cell
from api.core.points import ONE, Points, written
from api.core.tabular import Words

ROUNDS: Mapping[Round, Words] = {
    Round.SELF: ("自评", "Self"),
    Round.DISTRICT: ("学区初评", "District"),
    Round.COUNTY: ("县级复核", "County"),
    Round.APPEAL: ("申诉复核", "Appeal"),
}
ROUND_STATES: Mapping[RoundState, Words] = {
    RoundState.NOT_STARTED: ("未开始", "Not started"),
    RoundState.IN_PROGRESS: ("进行中", "In progress"),
    RoundState.SUBMITTED: ("已提交", "Submitted"),
    RoundState.RETURNED: ("已退回", "Returned"),
    RoundState.ACCEPTED: ("已接收", "Accepted"),
}
CAMPAIGN_STATES: Mapping[CampaignState, Words] = {
    CampaignState.DRAFT: ("草稿", "Draft"),
    CampaignState.SELF: ("自评", "Self-assessment"),
    CampaignState.DISTRICT: ("学区初评", "District review"),
    CampaignState.COUNTY: ("县级复核", "County review"),
    CampaignState.MODERATION: ("评议", "Moderation"),
    CampaignState.COMPUTED: ("已计算", "Computed"),
    CampaignState.PUBLICITY: ("公示", "Publicity"),
    CampaignState.APPEALS: ("申诉", "Appeals"),
    CampaignState.FINAL: ("已定", "Final"),
    CampaignState.ARCHIVED: ("已归档", "Archived"),
}


def word(about: About, words: Words) -> str:
    """The one of the document's language."""
    return about.say(*words)


def number(value: Points | None, *, strong: bool = False, empty: str = "—") -> Cell:
    """Points in a cell: two places, so that a column can be read downwards; `empty` where there are none."""
    if value is None:
        return Cell(empty, strong=strong)
    exact = Decimal(value) / ONE
    return Cell(f"{exact:.2f}" if value % 100 == 0 else written(value), exact, strong=strong)


def signed(value: Points | None) -> str:
    """A difference with its sign."""
    return "—" if value is None else f"{'+' if value > 0 else ''}{written(value)}"


def percent(part: int, whole: int) -> str:
    """A share in percent, to one place, half up; a dash of nothing."""
    return "—" if not whole else f"{(2000 * part + whole) // (2 * whole) / 10:.1f}%"


def progress_words(about: About, progress: Progress | None) -> str:
    """How far rectification is; empty where nobody tells."""
    if progress is None:
        return ""
    done = percent(progress.done, progress.total)
    return about.say(
        f"整改：问题 {progress.total} 个，已完成 {progress.done} 个（{done}），"
        f"进行中 {progress.begun} 个，未开始 {progress.none} 个。",
        f"Rectification: {progress.total} problems, {progress.done} done ({done}), {progress.begun} under way,"
        f" {progress.none} not begun.",
    )
