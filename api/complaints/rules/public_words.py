"""What a reporter is told: few words, none of which tells who handles the case, how, or what was found about whom.

A state that the reporter has no part in looks like the one before it: between the steps of handling nothing is told.
"""

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """The public states of a complaint."""

    RECEIVED = "received"
    ASKED = "asked"
    NOT_ACCEPTED = "not_accepted"
    TRANSFERRED = "transferred"
    SUPERIOR = "superior"
    JOINED = "joined"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    REVIEW = "review"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class Said:
    """A word for people: what it is called, and what comes next."""

    zh: str
    en: str
    next_zh: str
    next_en: str


WORDS: dict[Word, Said] = {
    Word.RECEIVED: Said("已收到", "Received", "正在看属于谁管。", "It is being looked at who is in charge."),
    Word.ASKED: Said(
        "要补充情况",
        "More is needed",
        "有一个问题等您回答，15 天内不答也会继续办。",
        "A question waits for you; after 15 days work goes on without an answer.",
    ),
    Word.NOT_ACCEPTED: Said(
        "不予受理", "Not accepted", "理由和可以去的地方在来信里。", "The letter says why, and where to go."
    ),
    Word.TRANSFERRED: Said(
        "已转交有权处理的机关", "Passed on", "由那里办理并答复。", "It is handled and answered there."
    ),
    Word.SUPERIOR: Said(
        "已按规定报送上级", "Sent to the superior", "由上级机关办理。", "The superior organ handles it."
    ),
    Word.JOINED: Said(
        "与同一件事并案办理", "Joined with another", "按并案的件一起答复。", "It is answered with the other one."
    ),
    Word.ACCEPTED: Said("已受理", "Accepted", "正在安排人办理。", "It is being assigned."),
    Word.HANDLING: Said("正在办理", "Being handled", "办结后在这里答复。", "The answer will stand here."),
    Word.CONCLUDED: Said("已办结", "Concluded", "正在准备给您的答复。", "The answer to you is being prepared."),
    Word.ANSWERED: Said("已答复", "Answered", "不满意可以提出异议，也可以评价。", "You may object to it, or rate it."),
    Word.REVIEW: Said("正在复查", "Under review", "复查完在这里答复。", "The result will stand here."),
    Word.FILED: Said("已归档", "Filed", "", ""),
}

# By state of the case; see `rules.states` for what they mean inside.
OF_STATE: dict[str, Word] = {
    "received": Word.RECEIVED,
    "screening": Word.RECEIVED,
    "awaiting_info": Word.ASKED,
    "sealed_up": Word.SUPERIOR,
    "transferred": Word.TRANSFERRED,
    "not_accepted": Word.NOT_ACCEPTED,
    "merged": Word.JOINED,
    "accepted": Word.ACCEPTED,
    "assigned": Word.HANDLING,
    "handling": Word.HANDLING,
    "on_hold": Word.HANDLING,
    "pending_approval": Word.HANDLING,
    "concluded": Word.CONCLUDED,
    "fed_back": Word.ANSWERED,
    "under_review": Word.REVIEW,
    "archived": Word.FILED,
}
# When the result may be told: not before it was given to the reporter.
TELLS_OUTCOME = frozenset({Word.ANSWERED, Word.REVIEW, Word.FILED})
ENDED = frozenset({Word.NOT_ACCEPTED, Word.TRANSFERRED, Word.SUPERIOR, Word.FILED})


def word_of(state: str) -> Word:
    """The public word of a case's state."""
    return OF_STATE[state]
