"""The report on one school: what it came to, round by round and item by item, and what is left to do."""

from collections.abc import Iterator

from api.assessments.documents.gathered import About, RoundFacts, SchoolFacts, Standing
from api.assessments.documents.words import (
    CAMPAIGN_STATES,
    ROUND_STATES,
    ROUNDS,
    number,
    progress_words,
    signed,
    word,
)
from api.assessments.rules.comparison import weakest
from api.core.documents import (
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    Paragraph,
    Part,
    Row,
    Signatures,
    Table,
)
from api.core.points import ZERO, Points, written
from api.frameworks.rules.model import Indicator, walk
from api.frameworks.rules.scoring import Score

_WEAKEST = 8


def school_report(about: About, school: SchoolFacts) -> Document:
    """The report. Of a frozen outcome it bears the outcome's hash; before that it says that it is not final."""
    result = school.standing
    return Document(
        title=about.say(f"{school.name}清廉学校评价报告", f"Assessment of {school.name}"),
        subtitle=f"{about.title} · {about.cycle}",
        bureau=about.bureau,
        as_of=about.as_of,
        parts=tuple(_parts(about, school)),
        record=result.document_hash if result else "",
        language=about.language,
    )


def _parts(about: About, school: SchoolFacts) -> Iterator[Part]:
    yield Heading(about.say("一、基本情况", "1. The school"))
    yield _facts(about, school)
    yield Heading(about.say("二、评价结果", "2. Result"))
    yield from _result(about, school)
    yield Heading(about.say("三、各轮得分", "3. Rounds"))
    yield from _rounds(about, school)
    yield Heading(about.say("四、各项得分", "4. Items"))
    yield _items(about, school)
    yield Heading(about.say("五、失分与整改", "5. Losses and rectification"))
    yield from _losses(about, school)
    yield Signatures(
        (
            about.say("学校负责人（签字、盖章）：", "Head of the school (signature, seal):"),
            about.say("审定（签字、盖章）：", "Approved (signature, seal):"),
        )
    )


def _facts(about: About, school: SchoolFacts) -> Table:
    framework = about.framework
    rows: tuple[Row, ...] = (
        (_label(about, "学校", "School"), school.name, _label(about, "学校标识码", "Code"), school.code or "—"),
        (_label(about, "学区", "District"), school.district or "—", _label(about, "类别", "Type"), school.type),
        (
            _label(about, "评价期间", "Period"),
            f"{about.first_on} – {about.last_on}",
            _label(about, "活动状态", "State"),
            word(about, CAMPAIGN_STATES[about.state]),
        ),
        (_label(about, "依据", "Framework"), Cell(framework, across=3)),
    )
    return Table((Column(1), Column(2.2), Column(1), Column(1.6)), (), rows)


def _label(about: About, zh: str, en: str) -> Cell:
    return Cell(about.say(zh, en), strong=True)


def _result(about: About, school: SchoolFacts) -> Iterator[Part]:
    result = school.standing
    if result is None:
        yield Paragraph(
            about.say("结果尚未计算或尚未公示。", "The result is not computed, or not public yet."), "strong"
        )
        return
    yield Paragraph(_sentence(about, result), "strong")
    if not about.final:
        yield Paragraph(about.say("本结果不是最终结果，以审定后的为准。", "This result is not final yet."), "note")
    if result.vetoed:
        yield Paragraph(about.say("触发一票否决。", "A veto applies."), "strong")
    if result.reasons:
        yield Items(result.reasons)
    roots = [root for root in about.scorer.roots if result.values.get(root.indicator.code) is not None]
    bars = tuple(
        Bar(
            root.indicator.label.text(about.language),
            _share(result.values[root.indicator.code] or ZERO, root.full),
            f"{written(result.values[root.indicator.code] or ZERO)} / {written(root.full)}",
        )
        for root in roots
    )
    yield Bars(bars, about.say("图1　各部分得分占分值的比例", "Figure 1. Score of each part"))


def _share(value: Points, full: Points) -> float:
    return value / full if full else 0.0


def _sentence(about: About, result: Standing) -> str:
    places = result.places
    total, full, grade = written(result.total), written(about.scorer.full), about.band(result.grade)
    ranks = about.say(
        f"全县第 {places.get('campaign', '—')} 名，学区内第 {places.get('district', '—')} 名，同类学校第 {places.get('type', '—')} 名",
        f"place {places.get('campaign', '—')} in the county, {places.get('district', '—')} in its district,"
        f" {places.get('type', '—')} among schools of its type",
    )
    parts = f"{written(result.base)} + {written(result.bonus)} − {written(result.deducted)}"
    return about.say(
        f"总分 {total} 分（基本分、加分、扣分：{parts}；满分 {full} 分），等次：{grade}，{ranks}。",
        f"Total {total} (base, bonus, deductions: {parts}; full {full}), grade: {grade}; {ranks}.",
    )


def _rounds(about: About, school: SchoolFacts) -> Iterator[Part]:
    rounds = school.rounds
    head: Row = (
        about.say("部分", "Part"),
        about.say("分值", "Points"),
        *(word(about, ROUNDS[one.round]) for one in rounds),
    )
    rows: list[Row] = [
        (
            root.indicator.label.text(about.language),
            number(root.full),
            *(number(one.values.get(root.indicator.code)) for one in rounds),
        )
        for root in about.scorer.roots
    ]
    rows.append(
        (
            Cell(about.say("合计", "Total"), strong=True),
            number(about.scorer.full, strong=True),
            *(number(one.total, strong=True) for one in rounds),
        )
    )
    rows.append((about.say("状态", "State"), "", *(word(about, ROUND_STATES[one.state]) for one in rounds)))
    columns = (Column(3), *(Column(1, "right"),) * (len(rounds) + 1))
    yield Table(columns, (head,), tuple(rows), about.say("表1　各轮得分", "Table 1. Rounds"))
    if school.gap is not None:
        yield Paragraph(
            about.say(
                f"自评总分与县级复核总分相差 {signed(school.gap)} 分。",
                f"The self-assessment lies {signed(school.gap)} points from the county's review.",
            )
        )
    yield from _contested(about, school)


def _contested(about: About, school: SchoolFacts) -> Iterator[Part]:
    if not school.contested:
        return
    head: Row = tuple(
        about.say(*each) for each in (("项目", "Item"), ("两轮", "Rounds"), ("相差", "Gap"), ("说明", "Explanation"))
    )
    rows = tuple(
        (
            one.code,
            f"{word(about, ROUNDS[one.earlier])} → {word(about, ROUNDS[one.later])}",
            signed(one.gap),
            "；".join(said for said in (one.explanation, one.ruling) if said) or "—",
        )
        for one in school.contested
    )
    columns = (Column(0.8), Column(1.6), Column(0.8, "right"), Column(4))
    yield Table(columns, (head,), rows, about.say("表2　两轮相差较大的项目", "Table 2. Items on which rounds differ"))


def _items(about: About, school: SchoolFacts) -> Table:
    rounds = school.rounds
    head: Row = (
        about.say("代码", "Code"),
        about.say("项目", "Item"),
        about.say("分值", "Points"),
        *(word(about, ROUNDS[one.round]) for one in rounds),
        about.say("意见", "Comment"),
    )
    full = {node.indicator.code: node.full for node in about.scorer.nodes}
    rows: tuple[Row, ...] = tuple(
        (
            node.code,
            Cell("　" * (depth - 1) + node.label.text(about.language), strong=bool(node.children)),
            number(full[node.code], strong=bool(node.children)),
            *(_mark(about, one, node) for one in rounds),
            _comment(school, node),
        )
        for node, _, depth, _ in walk(about.scorer.framework)
    )
    columns = (Column(0.7), Column(3), Column(0.8, "right"), *(Column(0.9, "right"),) * len(rounds), Column(2.4))
    return Table(columns, (head,), rows, about.say("表3　各项得分", "Table 3. Items"))


def _mark(about: About, one: RoundFacts, node: Indicator) -> Cell:
    if node.code in one.missing or node.code not in one.values:
        return Cell("")
    return number(one.values[node.code], strong=bool(node.children), empty=about.say("不适用", "n/a"))


def _comment(school: SchoolFacts, node: Indicator) -> str:
    """The comment of the latest round that has one."""
    said = [one.comments[node.code] for one in school.rounds if node.code in one.comments]
    return said[-1] if said else ""


def _losses(about: About, school: SchoolFacts) -> Iterator[Part]:
    result = school.standing
    if result is not None:
        score = Score(result.total, result.base, result.bonus, result.deducted, result.values, ())
        nodes = {node.indicator.code: node for node in about.scorer.nodes}
        lost = [nodes[code] for code in weakest(score, about.scorer.framework, _WEAKEST)]
        if lost:
            yield Paragraph(about.say("失分比例最高的项目：", "Items that lost most of their points:"))
            yield Items(
                tuple(
                    f"{node.indicator.code} {node.indicator.label.text(about.language)}："
                    f"{written(result.values[node.indicator.code] or ZERO)} / {written(node.full)}"
                    for node in lost
                ),
                numbered=True,
            )
        else:
            yield Paragraph(about.say("没有失分的项目。", "No item lost points."))
    said = progress_words(about, school.progress)
    yield Paragraph(said or about.say("整改：没有数据。", "Rectification: no data."))
