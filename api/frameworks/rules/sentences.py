"""What an explanation says, in Chinese and in English. One row per sentence; parameters stand in `{braces}`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.core.points import ZERO, Points, written


@dataclass(frozen=True, slots=True)
class Label:
    """A name as the framework gives it; frameworks of counties often have no English one."""

    zh: str
    en: str = ""

    def text(self, language: str) -> str:
        """The name in `language`, else in Chinese."""
        return (self.en or self.zh) if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Exact:
    """A number in a sentence."""

    value: Points

    def text(self, _language: str) -> str:
        """The number as it is written everywhere."""
        return written(self.value)


Param = str | int | Label | Exact

SENTENCES: Mapping[str, tuple[str, str]] = {
    "added_levels": ("{title}：{level}，加分", "{title}: {level}, added"),
    "already_counted": (
        "{title}：{level}，同一荣誉只按最高一次计",
        "{title}: {level}; one award counts once, at its highest level",
    ),
    "answers_met": ("{count} 项达到 A 条件，共 {total} 项", "{count} of {total} conditions for A are met"),
    "band": ("{value}{unit}，达到 {min}{unit} 一档", "{value}{unit} reaches the band from {min}{unit}"),
    "band_none": ("{value}{unit}，没有达到任何一档", "{value}{unit} reaches no band"),
    "bonus_capped": ("加分最多 {limit} 分", "At most {limit} may be added"),
    "capped": ("不超过上限 {limit} 分", "Not over the cap of {limit}"),
    "checked": (
        "{count}/{total} 项达到，每项得 {points}÷{total} 分",
        "{count} of {total} met, each worth {points} ÷ {total}",
    ),
    "checked_all": ("{count}/{total} 项达到，全部达到才得分", "{count} of {total} met; all must be"),
    "condition_false": ("“{title}”不成立", "“{title}” does not hold"),
    "condition_true": ("“{title}”成立", "“{title}” holds"),
    "deducted": ("{title}：{times} 次，每次扣 {per} 分", "{title}: {times} ×, {per} off each"),
    "deducted_limited": (
        "{title}：{times} 次，每次扣 {per} 分，最多扣 {limit} 分",
        "{title}: {times} ×, {per} off each, at most {limit}",
    ),
    "derived": ("数据来自“{source}”", "The figures come from “{source}”"),
    "empty_full": ("没有可计的对象，按满分计", "There is nothing to count: full marks"),
    "empty_na": ("没有可计的对象，不适用", "There is nothing to count: not applicable"),
    "empty_zero": ("没有可计的对象，不得分", "There is nothing to count: no points"),
    "entered": ("评定得分", "Scored by the assessor"),
    "found_c": ("“{title}”属于 C 条件", "“{title}” is a condition for C"),
    "floored": ("扣完为止，不低于 {limit} 分", "Not below {limit}"),
    "full": ("起评满分 {points} 分", "Starts at the full {points}"),
    "gained": ("{count} 次，达到 {at} 次得 {points} 分", "{count}, {at} of them give {points}"),
    "gained_more": ("超过 {at} 次的每次再加 {each} 分，共 {times} 次", "{each} for each beyond {at}: {times}"),
    "gained_none": ("{count} 次，没有达到 {at} 次", "{count}; {at} would count"),
    "grade": ("总分 {total}，达到“{title}”的 {min} 分", "{total} in total reaches the {min} of “{title}”"),
    "grade_capped": ("因“{veto}”，等次不高于“{title}”", "Because of “{veto}” no better than “{title}”"),
    "grade_failed": ("因“{veto}”一票否决，定为“{title}”", "One-vote veto “{veto}”: “{title}”"),
    "grade_metric": (
        "“{title}”要求{metric}不低于 {min}，实为 {value}",
        "“{title}” asks for {metric} ≥ {min}; it is {value}",
    ),
    "grade_metric_unknown": (
        "“{title}”要求{metric}不低于 {min}，没有数据",
        "“{title}” asks for {metric} ≥ {min}; there is no figure",
    ),
    "grade_node": (
        "“{title}”要求“{node}”不低于 {min} 分，实为 {value}",
        "“{title}” asks for {min} on “{node}”; it is {value}",
    ),
    "grade_open_finding": (
        "“{title}”要求没有未了结的严重问题，还有 {count} 个",
        "“{title}” asks for no open serious finding; there are {count}",
    ),
    "grade_quota": (
        "“{title}”名额 {places} 个，名次 {rank} 不在其中（并列放不下的不占名额）",
        "“{title}” has {places} places, rank {rank} is not among them (ties that do not fit take none)",
    ),
    "grade_score": ("总分 {total}，没有达到“{title}”的 {min} 分", "{total} in total is below the {min} of “{title}”"),
    "grade_veto": ("“{title}”要求没有否决情形，有“{veto}”", "“{title}” asks for no veto; there is “{veto}”"),
    "held": (
        "第 {period} 期：要求 {required} 次，实有 {held} 次，少 {missing} 次，每少一次扣 {per} 分",
        "Period {period}: {required} required, {held} held, {missing} missing, {per} off each",
    ),
    "level": ("定为“{title}”", "Placed at “{title}”"),
    "limited_to_full": ("总分不超过满分 {limit} 分", "The total is not over the full {limit}"),
    "mean": ("{count} 项得分率的平均", "The mean of {count} shares"),
    "min": ("按得分率最低的一项计", "By the lowest share"),
    "missing": ("还没有填报", "Nothing has been entered"),
    "not_applicable": ("不适用", "Not applicable"),
    "not_applicable_full": ("不适用，按满分计", "Not applicable: full marks"),
    "not_applicable_zero": ("不适用，按零分计", "Not applicable: no points"),
    "overridden": ("改定为 {points} 分：{reason}", "Set to {points}: {reason}"),
    "part": ("{title}", "{title}"),
    "present": ("应有 {expected} 份，已有 {present} 份", "{present} of {expected} are there"),
    "proportional": (
        "{title}：{count}/{total} 项，系数 {factor}",
        "{title}: {count} of {total}, factor {factor}",
    ),
    "ratio": ("{numerator}÷{denominator}，满分 {points} 分", "{numerator} ÷ {denominator} of the full {points}"),
    "rescaled": (
        "{count} 项不适用，按其余 {part} 分折算到 {full} 分",
        "{count} not applicable: the other {part} are rescaled to {full}",
    ),
    "rounded": ("四舍五入到 0.01", "Rounded half up to 0.01"),
    "total_floored": ("总分不低于 0", "The total is not below 0"),
    "weighted": ("{count} 部分按权重加权", "{count} parts by their weights"),
    "zeroed": ("因“{veto}”计零分", "No points because of “{veto}”"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of an explanation, and what it adds to the value it explains."""

    sentence: str
    amount: Points = ZERO
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `language` ('zh-CN' or 'en'); made only when someone reads it."""
        zh, en = SENTENCES[self.sentence]
        template = en if language == "en" else zh
        return template.format(**{name: _shown(value, language) for name, value in self.params.items()})


def line(sentence: str, amount: int = 0, /, **params: Param) -> Line:
    """A line with its parameters by name."""
    return Line(sentence, Points(amount), params)


def _shown(value: Param, language: str) -> str:
    return value.text(language) if isinstance(value, Label | Exact) else str(value)
