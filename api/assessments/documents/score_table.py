"""The score table of a school (评分表), in the official order of columns, its rounds side by side.

一级指标, 二级指标, 要点, 分值, 评分办法, 佐证, 自评, 学区初评, 县级复核, 备注.
"""

from collections.abc import Iterator, Sequence

from api.assessments.documents.gathered import About, RoundFacts, SchoolFacts
from api.assessments.documents.words import ROUND_STATES, ROUNDS, number, word
from api.core.documents import Cell, Column, Row, Sheet, Table
from api.core.points import written
from api.frameworks.rules.model import Indicator

_BEFORE = (Column(1.5), Column(1.6), Column(3), Column(0.7, "right"), Column(3.2), Column(2.2))


def score_table(about: About, school: SchoolFacts) -> Sheet:
    """The table with sums and lines to sign on."""
    rounds = school.rounds
    after = (*(Column(0.9, "right"),) * len(rounds), Column(2))
    return Sheet(
        name=school.name,
        title=about.say(f"{school.name}清廉学校评分表", f"Score table of {school.name}"),
        table=Table((*_BEFORE, *after), tuple(_head(about, rounds)), tuple(_rows(about, school))),
        lines=(
            about.say(
                f"{about.bureau}　{about.title}（{about.cycle}）　依据：{about.framework}",
                f"{about.bureau} · {about.title} ({about.cycle}) · by {about.framework}",
            ),
            _progress(about, rounds),
        ),
        notes=(
            about.say(
                "注：“不适用”的项目不计分，按规则折算；空格为尚未评分。",
                "Items marked n/a count by the rule of the framework; an empty cell is not scored yet.",
            ),
        ),
        signatures=tuple(_signatures(about)),
    )


def _head(about: About, rounds: Sequence[RoundFacts]) -> Iterator[Row]:
    words = (
        ("一级指标", "Level 1"),
        ("二级指标", "Level 2"),
        ("要点", "Key points"),
        ("分值", "Points"),
        ("评分办法", "How it is scored"),
        ("佐证", "Evidence"),
    )
    remark = Cell(about.say("备注", "Remarks"), down=2)
    scores = (Cell(about.say("得分", "Score"), across=len(rounds)),) if rounds else ()
    yield (*(Cell(about.say(*each), down=2) for each in words), *scores, remark)
    yield tuple(word(about, ROUNDS[one.round]) for one in rounds)


def _rows(about: About, school: SchoolFacts) -> Iterator[Row]:
    for root in about.scorer.framework.indicators:
        yield from _part(about, school.rounds, root)
    yield from _sums(about, school)


def _part(about: About, rounds: Sequence[RoundFacts], root: Indicator) -> Iterator[Row]:
    """The rows of one part of the framework; its name and those of its groups are written once, and its sum below."""
    groups = root.children or (root,)
    height = sum(len(list(_leaves(group))) for group in groups) + bool(root.children)
    first = True
    for group in groups:
        leaves = list(_leaves(group))
        for place, leaf in enumerate(leaves):
            heads: list[Cell] = []
            if first:
                heads.append(Cell(_named(about, root), down=height))
                first = False
            if place == 0:
                own = "" if group is root else _named(about, group)
                heads.append(Cell(own, down=len(leaves)))
            yield (*heads, *_leaf(about, rounds, leaf, below=leaf is not group))
    if root.children:
        sums = (number(one.values.get(root.code), strong=True, empty="") for one in rounds)
        yield (
            Cell(about.say("小计", "Subtotal"), across=2, strong=True),
            number(root.points, strong=True),
            "",
            "",
            *sums,
            "",
        )


def _leaf(about: About, rounds: Sequence[RoundFacts], leaf: Indicator, *, below: bool) -> Iterator[Cell]:
    text = _named(about, leaf) if below else leaf.text
    yield Cell("\n".join(filter(None, (text, leaf.text if below and leaf.text != text else ""))))
    yield number(leaf.points)
    yield Cell(leaf.guidance)
    yield Cell("\n".join(slot.label.text(about.language) for slot in leaf.slots))
    for one in rounds:
        yield _mark(about, one, leaf.code)
    said = (
        f"{word(about, ROUNDS[one.round])}：{one.comments[leaf.code]}" for one in rounds if leaf.code in one.comments
    )
    yield Cell("\n".join(filter(None, (leaf.note, *said))))


def _mark(about: About, one: RoundFacts, code: str) -> Cell:
    if code in one.missing or code not in one.values:
        return Cell("")
    return number(one.values[code], empty=about.say("不适用", "n/a"))


def _sums(about: About, school: SchoolFacts) -> Iterator[Row]:
    rounds, full = school.rounds, about.scorer.full
    totals = (number(one.total, strong=True, empty="") for one in rounds)
    label = Cell(about.say("合计", "Total"), across=3, strong=True)
    yield (label, number(full, strong=True), "", "", *totals, "")
    result = school.standing
    if result is None:
        return
    beside = about.say(
        f"基本分 {written(result.base)}　加分 {written(result.bonus)}　扣分 {written(result.deducted)}"
        f"　总分 {written(result.total)}　等次 {about.band(result.grade)}",
        f"Base {written(result.base)} · bonus {written(result.bonus)} · deducted {written(result.deducted)}"
        f" · total {written(result.total)} · grade {about.band(result.grade)}",
    )
    label = Cell(about.say("评定结果", "Result"), across=3, strong=True)
    yield (label, Cell(beside, across=len(rounds) + 4, strong=True))


def _leaves(node: Indicator) -> Iterator[Indicator]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def _named(about: About, node: Indicator) -> str:
    return f"{node.code} {node.label.text(about.language)}"


def _progress(about: About, rounds: Sequence[RoundFacts]) -> str:
    """Where each round stands, and who worked on it."""
    return "　".join(
        f"{word(about, ROUNDS[one.round])}：{word(about, ROUND_STATES[one.state])}"
        + (f" {one.submitted_on}" if one.submitted_on else "")
        + (about.say("（逾期）", " (late)") if one.late else "")
        + (f" {one.team}" if one.team else "")
        for one in rounds
    )


def _signatures(about: About) -> Iterator[str]:
    date = about.say("日期：", "Date:")
    for who in (
        about.say("学校负责人（签字、盖章）：", "Head of the school (signature, seal):"),
        about.say("学区评审组组长（签字）：", "Head of the district's team (signature):"),
        about.say("县级复核组组长（签字）：", "Head of the county's team (signature):"),
        about.say("审定（签字、盖章）：", "Approved (signature, seal):"),
    ):
        yield f"{who}{'＿' * 12}　　{date}{'＿' * 8}"
