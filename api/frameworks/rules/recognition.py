"""From a scoring sentence to a typed rule, where the sentence says enough; a person confirms it before it counts.

Sentences of county tables are made of a few forms: “每少一次扣0.5分，扣完为止”, “未制定计划扣2分”, “达到95%得6分”,
“优秀4分、良好3分”. What is not understood is handed back, so that nothing is lost in silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.core.points import ONE, Points, points
from api.frameworks.rules.kinds import (
    Bands,
    CountDeduct,
    CountGain,
    Entry,
    FixedIf,
    Frequency,
    Gain,
    Level,
    Manual,
    Ratio,
    Rule,
    Step,
    Threshold,
)

_NUMBER = r"(\d{1,4}(?:\.\d{1,2})?)"
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = rf"(\d{{1,3}}|[{''.join(_DIGITS)}])"
_UNITS = "次|项|人|起|件|例|篇|条|处|份|个|期|场|名|节|天|户|册|张|人次"

_REQUIRED = re.compile(
    rf"每(学期|学年|年|季度|季|月|半年)[^，,；;。]{{0,16}}?(?:不少于|至少|不低于)?{_COUNT}(?:{_UNITS})(?:以上)?"
)
_MISSING = re.compile(rf"每?[少缺](?:开展|召开|组织)?(?:1|一)?(?:{_UNITS}),?扣{_NUMBER}分")
_DEDUCTED = re.compile(rf"([^，,；;。、]{{1,40}}?)(?:的)?,?扣{_NUMBER}分")
_MOST = re.compile(rf"(?:最多|至多|累计)扣(?:至|到)?{_NUMBER}分|扣分不超过{_NUMBER}分")
_BAND = re.compile(rf"(?:达到?|在)?{_NUMBER}(?:%|％)(?:以上|及以上|（含）以上)?(?:的)?,?[得计]{_NUMBER}分")
_LEVEL = re.compile(
    rf"(优秀?|良好?|较好|好|中|一般|合格|基本合格|不合格|较差|差|[A-D]级?)(?:的)?,?[得计为]?{_NUMBER}分"
)
_GAIN = re.compile(rf"每(?:增加|多)?(?:1|一)?(?:{_UNITS})[^，,；;。扣]{{0,12}}?[加得计]{_NUMBER}分")
_BASE = re.compile(rf"(?:有|达到|完成)?{_COUNT}(?:{_UNITS})(?:以上)?(?:的)?,?[得计]{_NUMBER}分")
_CAP = re.compile(rf"(?:最高|最多|封顶|累计不超过|不超过)(?:[加得计]?)(?:至|到)?{_NUMBER}分")
_ALL_OR_NOTHING = re.compile(
    rf"([^，,；;。]{{1,40}}?)(?:的)?,?(?:得满分|得{_NUMBER}分)[，,；;](?:否则|没有|无|反之|未达到|其他)[^，,；;。]{{0,12}}?不得分"
)
_RATIO = re.compile(r"按(?:比例|百分比|完成率|实际比例)(?:计|得|给|折算)?分?|乘以(?:完成率|比例)")
_JUDGED = re.compile(r"酌情(?:扣|给|计|打|加)分|视情(?:况)?(?:扣|给|计)分|综合(?:评定|打分)")
_FILLER = re.compile(r"扣完(?:本项分)?为止|本项|满分|计分|得分|^的|[，,；;。、（）()：:\s]|不得分|扣至0分|直至扣完")
_PERIODS = {
    "学期": ("term", 2),
    "学年": ("year", 1),
    "年": ("year", 1),
    "半年": ("half_year", 2),
    "季度": ("quarter", 4),
    "季": ("quarter", 4),
    "月": ("month", 12),
}
_REPEATED = re.compile(rf"每|一(?:{_UNITS})|1(?:{_UNITS})|发现")


class Sureness(StrEnum):
    """How far the sentence was understood."""

    WHOLE = "whole"
    PART = "part"  # something was left over, see `left`
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Recognized:
    """What a sentence was taken for. `sentence` is kept as it was; `left` is what was not understood."""

    sentence: str
    rule: Rule | None
    sureness: Sureness
    left: str


def recognize(sentence: str, full: Points) -> Recognized:
    """The rule that a scoring sentence describes for an indicator of `full` points."""
    text = _tidy(sentence)
    for reading in (_frequency, _levels, _bands, _all_or_nothing, _gain, _deductions, _ratio, _judged):
        found = reading(text, full)
        if found is not None:
            rule, used = found
            left = _left(text, used)
            return Recognized(sentence, rule, Sureness.PART if left else Sureness.WHOLE, left)
    return Recognized(sentence, None, Sureness.NOTHING, sentence.strip())


Reading = tuple[Rule, Sequence[re.Match[str]]] | None


def _tidy(sentence: str) -> str:
    """Full-width digits and marks as plain ones, no spaces."""
    plain = sentence.translate({0xFF10 + digit: ord("0") + digit for digit in range(10)} | {ord("．"): "."})
    return re.sub(r"\s+", "", plain).replace("（含）", "")


def _left(text: str, used: Sequence[re.Match[str]]) -> str:
    for match in sorted(used, key=lambda match: -match.start()):
        text = text[: match.start()] + text[match.end() :]
    return _FILLER.sub("", text)


def _count(written: str) -> int:
    return _DIGITS.get(written) or int(written)


def _frequency(text: str, full: Points) -> Reading:  # noqa: ARG001
    """每学期不少于 2 次，每少一次扣 1 分."""
    required, missing = _REQUIRED.search(text), _MISSING.search(text)
    if required is None or missing is None:
        return None
    period, periods = _PERIODS[required[1]]
    per = points(missing[1])
    rule = Frequency(required=_count(required[2]), per_missing=per, period=period, periods=periods)
    others = [
        match for match in _DEDUCTED.finditer(text) if match.start() != missing.start() and not _inside(match, missing)
    ]
    return None if others else (rule, [required, missing])


def _inside(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _levels(text: str, full: Points) -> Reading:  # noqa: ARG001
    """优秀 4 分、良好 3 分."""
    found = list(_LEVEL.finditer(text))
    if len(found) < 2 or "扣" in text:  # noqa: PLR2004
        return None
    steps = [Step(code=f"L{place}", title=match[1], points=points(match[2])) for place, match in enumerate(found, 1)]
    return Level(levels=tuple(sorted(steps, key=lambda step: -step.points))), found


def _bands(text: str, full: Points) -> Reading:  # noqa: ARG001
    """95% 以上得 6 分，90% 得 5 分."""
    found = list(_BAND.finditer(text))
    if not found:
        return None
    thresholds = {points(match[1]): points(match[2]) for match in found}
    falling = sorted(thresholds.items(), reverse=True)
    return Bands(thresholds=tuple(Threshold(min=low, points=worth) for low, worth in falling)), found


def _all_or_nothing(text: str, full: Points) -> Reading:  # noqa: ARG001
    """有…得 3 分，否则不得分."""
    match = _ALL_OR_NOTHING.search(text)
    return None if match is None or "扣" in text else (FixedIf(condition=match[1]), [match])


def _gain(text: str, full: Points) -> Reading:
    """1 篇得 2 分，每增加一篇加 1 分，最高 10 分."""
    more, base, cap = _GAIN.search(text), _BASE.search(text), _CAP.search(text)
    if more is None or "扣" in text:
        return None
    each = points(more[1])
    apart = base is not None and not _inside(base, more)
    first = Gain(at=_count(base[1]), points=points(base[2])) if base is not None and apart else Gain(at=1, points=each)
    rule = CountGain(steps=(first,), each_more=each, cap=points(cap[1]) if cap else full)
    return rule, [match for match in (more, base if apart else None, cap) if match is not None]


def _deductions(text: str, full: Points) -> Reading:
    """未…扣 2 分；每少一次扣 0.5 分，最多扣 3 分."""
    limit = _MOST.search(text)
    found = [match for match in _DEDUCTED.finditer(text) if limit is None or not _inside(match, limit)]
    if not found:
        return None
    most = points(limit[1] or limit[2]) if limit else None
    entries = tuple(_entries(found, full, most))
    return CountDeduct(entries=entries), [*found, *([limit] if limit else [])]


def _entries(found: Sequence[re.Match[str]], full: Points, most: Points | None) -> Iterator[Entry]:
    for place, match in enumerate(found, 1):
        repeated = _REPEATED.search(match[1]) is not None
        per = min(points(match[2]), full) or Points(ONE)
        last = place == len(found)
        yield Entry(
            code=f"E{place}",
            title=match[1],
            per=Points(per),
            max_times=None if repeated else 1,
            max_total=most if most is not None and last and repeated else None,
        )


def _ratio(text: str, full: Points) -> Reading:  # noqa: ARG001
    """按比例计分."""
    match = _RATIO.search(text)
    return None if match is None else (Ratio(), [match])


def _judged(text: str, full: Points) -> Reading:  # noqa: ARG001
    """酌情给分."""
    match = _JUDGED.search(text)
    return None if match is None else (Manual(step=Points(ONE // 2)), [match])
