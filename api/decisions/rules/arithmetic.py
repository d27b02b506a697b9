"""Exact arithmetic of meetings: quorum and vote, in whole numbers only.

民法典 第1259条: 以上 includes the number, 超过 does not. So 二分之一以上 of 4 is 2 and 超过二分之一 of 4 is 3.
The vectors in `api/decisions/data/arithmetic.json` are published; anyone can test another program with them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_WRITTEN = re.compile(r"(>=|≥|>)\s*(\d{1,3})/(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of a number of people: at least num/den of them (以上), or more than that (超过) when not `inclusive`.

    Errors: `ValueError` unless it is a fraction of 1 that some number of people can reach.
    """

    num: int
    den: int
    inclusive: bool = True

    def __post_init__(self) -> None:
        top = self.den if self.inclusive else self.den - 1
        if not 0 < self.num <= top:
            raise ValueError("a share lies above 0 and is at most 1; more than 1 cannot be reached")

    def need(self, base: int) -> int:
        """How many of `base` people satisfy the share: ⌈n·p/q⌉, or ⌊n·p/q⌋ + 1 where it must be exceeded."""
        product = base * self.num
        return -(-product // self.den) if self.inclusive else product // self.den + 1

    def is_below(self, other: "Share") -> bool:
        """Whether this share asks for less than `other`."""
        mine, theirs = self.num * other.den, other.num * self.den
        return mine < theirs or (mine == theirs and self.inclusive and not other.inclusive)

    def __str__(self) -> str:
        return "all" if self == ALL else f"{'≥' if self.inclusive else '>'}{self.num}/{self.den}"


ALL = Share(1, 1)
HALF = Share(1, 2)
OVER_HALF = Share(1, 2, inclusive=False)
TWO_THIRDS = Share(2, 3)


def read_share(text: str) -> Share:
    """A share as it is written: `≥2/3`, `>1/2`, `all`. Errors: `ValueError`."""
    if text == "all":
        return ALL
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise ValueError("a share is written like ≥2/3, >1/2 or all")
    return Share(int(match[2]), int(match[3]), inclusive=match[1] != ">")


class Base(StrEnum):
    """Of whom the votes are counted."""

    ENTITLED = "entitled"  # 应到会
    PRESENT = "present"  # 到会


@dataclass(frozen=True, slots=True)
class VoteMode:
    """How a vote is won. 中国共产党支部工作条例(试行) 第11条 and common rules: for > 1/2 of those who should attend."""

    base: Base = Base.ENTITLED
    share: Share = OVER_HALF
    recused_in_base: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were needed and how many there were: `have` of `base`, of whom `need` were needed."""

    base: int
    need: int
    have: int
    share: Share

    @property
    def met(self) -> bool:
        """Whether enough were there, or enough voted for it. A base of nobody meets nothing."""
        return self.base > 0 and self.have >= self.need

    @property
    def formula(self) -> str:
        """What was computed, to be shown: `≥2/3 × 7 → 5; 4 < 5`."""
        sign = "≥" if self.have >= self.need else "<"
        return f"{self.share} × {self.base} → {self.need}; {self.have} {sign} {self.need}"


def quorum(entitled: int, present: int, share: Share) -> Tally:
    """Whether enough of the members in office were there. Recused members stay in the base; sit-ins never count."""
    return Tally(entitled, share.need(entitled), present, share)


@dataclass(frozen=True, slots=True)
class Count:
    """The people of a vote: members in office, those present, those of them recused, and the votes for it."""

    entitled: int
    present: int
    recused: int
    in_favour: int


def vote(count: Count, mode: VoteMode) -> Tally:
    """Whether a vote was won under a mode.

    `recused`: members present who withdrew. They are part of the base only where the mode says so.
    """
    whole = count.entitled if mode.base is Base.ENTITLED else count.present
    base = whole if mode.recused_in_base else max(whole - count.recused, 0)
    return Tally(base, mode.share.need(base), count.in_favour, mode.share)
