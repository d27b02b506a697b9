"""Scoring sentences as counties write them, and the typed rules they become once someone confirms."""

import pytest

from api.core.points import points as P  # noqa: N812
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
from api.frameworks.rules.recognition import Sureness, recognize

FULL = P("6")


def deduct(*entries: tuple[str, str, int | None, str | None]) -> CountDeduct:
    return CountDeduct(
        entries=tuple(
            Entry(code=f"E{at}", title=title, per=P(per), max_times=times, max_total=P(most) if most else None)
            for at, (title, per, times, most) in enumerate(entries, 1)
        )
    )


def bands(*pairs: tuple[str, str]) -> Bands:
    return Bands(thresholds=tuple(Threshold(min=P(low), points=P(worth)) for low, worth in pairs))


def levels(*pairs: tuple[str, str]) -> Level:
    return Level(
        levels=tuple(Step(code=f"L{at}", title=name, points=P(worth)) for at, (name, worth) in enumerate(pairs, 1))
    )


class TestSentences:
    @pytest.mark.parametrize(
        ("sentence", "rule"),
        [
            ("每少一次扣0.5分，扣完为止", deduct(("每少一次", "0.5", None, None))),
            ("每少１次扣０.５分 ，扣完为止。", deduct(("每少1次", "0.5", None, None))),
            ("未制定计划扣2分，未落实扣3分", deduct(("未制定计划", "2", 1, None), ("未落实", "3", 1, None))),
            ("缺一项扣1分，最多扣3分", deduct(("缺一项", "1", None, "3"))),
            ("发现一起扣2分", deduct(("发现一起", "2", None, None))),
            ("没有专人的扣10分", deduct(("没有专人", "6", 1, None))),  # never more than the full
            ("每学期不少于2次，每少一次扣1分", Frequency(required=2, per_missing=P("1"), period="term", periods=2)),
            ("每年至少开展两次警示教育，每少1次扣2分", Frequency(required=2, per_missing=P("2"))),
            ("达到95%得6分，90%得5分，80%得3分", bands(("95", "6"), ("90", "5"), ("80", "3"))),
            ("80%以上得3分，95%以上得6分", bands(("95", "6"), ("80", "3"))),
            ("优秀6分、良好4分、一般2分", levels(("优秀", "6"), ("良好", "4"), ("一般", "2"))),
            ("有方案得3分，否则不得分", FixedIf(condition="有方案")),
            (
                "1篇得2分，每增加1篇得1分，最高5分",
                CountGain(steps=(Gain(at=1, points=P("2")),), each_more=P("1"), cap=P("5")),
            ),
            ("按完成率计分", Ratio()),
            ("根据情况酌情给分", Manual(step=P("0.5"))),
        ],
    )
    def test_becomes_a_rule(self, sentence: str, rule: Rule) -> None:
        found = recognize(sentence, FULL)
        assert found.rule == rule
        assert found.sentence == sentence
        assert rule.faults(FULL) == []

    def test_what_is_left_over_is_handed_back(self) -> None:
        found = recognize("会议每月召开并由书记主持，缺一次会议记录扣0.5分", FULL)
        assert (found.sureness, found.left) == (Sureness.PART, "会议每月召开并由书记主持")

    @pytest.mark.parametrize("sentence", ["", "听取汇报", "查阅资料、实地查看"])
    def test_what_says_nothing_of_points_is_no_rule(self, sentence: str) -> None:
        found = recognize(sentence, FULL)
        assert (found.rule, found.sureness, found.left) == (None, Sureness.NOTHING, sentence)
