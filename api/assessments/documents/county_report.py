"""The report on a whole campaign: coverage, grades, how inflated self-scores are, places, hard items, rectification."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from api.assessments.documents.gathered import About, CampaignFacts, SchoolFacts
from api.assessments.documents.words import CAMPAIGN_STATES, ROUNDS, number, percent, progress_words, signed, word
from api.assessments.rules.figures import GAP_EDGES, columns, difficulty, spread
from api.core.documents import (
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Row,
    Signatures,
    Table,
)
from api.core.points import Points, written
from api.frameworks.rules.model import leaves


def county_report(about: About, facts: CampaignFacts) -> Document:
    """The report."""
    return Document(
        title=about.say(f"{about.title}总结报告", f"Report on {about.title}"),
        subtitle=f"{about.cycle} · {word(about, CAMPAIGN_STATES[about.state])}",
        bureau=about.bureau,
        as_of=about.as_of,
        parts=tuple(_parts(about, facts)),
        language=about.language,
    )


def _parts(about: About, facts: CampaignFacts) -> Iterator[Part]:
    ranked = [one for one in facts.schools if one.standing is not None]
    yield Paragraph(
        about.say(
            f"评价期间 {about.first_on} 至 {about.last_on}，依据：{about.framework}。",
            f"Period {about.first_on} to {about.last_on}, by {about.framework}.",
        )
    )
    yield Heading(about.say("一、覆盖情况", "1. Coverage"))
    yield from _coverage(about, facts)
    yield Heading(about.say("二、等次与总分", "2. Grades and totals"))
    yield from _grades(about, ranked)
    yield Heading(about.say("三、自评与县级复核的差距", "3. Self-assessment against the county's review"))
    yield from _gaps(about, facts.schools)
    yield Heading(about.say("四、各项难度", "4. Difficulty of items"))
    yield from _items(about, ranked)
    yield Heading(about.say("五、整改", "5. Rectification"))
    said = progress_words(about, facts.progress)
    yield Paragraph(said or about.say("没有整改数据。", "No data on rectification."))
    yield NewPage()
    yield Heading(about.say("六、各学区位次", "6. Places by district"))
    yield from _places(about, ranked)
    yield Signatures((about.say("审定（签字、盖章）：", "Approved (signature, seal):"),))


# --- Coverage --------------------------------------------------------------------------------------------------------


def _coverage(about: About, facts: CampaignFacts) -> Iterator[Part]:
    schools, enrolled = (sum(getattr(one, name) for one in facts.coverage) for name in ("schools", "enrolled"))
    yield Paragraph(
        about.say(
            f"全县在办学校 {schools} 所，参加评价 {enrolled} 所，覆盖率 {percent(enrolled, schools)}。",
            f"Of {schools} operating schools {enrolled} take part: {percent(enrolled, schools)}.",
        )
    )
    head: Row = (
        about.say("学区", "District"),
        about.say("学校", "Schools"),
        about.say("参加", "Taking part"),
        about.say("覆盖率", "Coverage"),
        *(about.say(f"{ROUNDS[one][0]}已提交", f"{ROUNDS[one][1]} handed in") for one in facts.rounds),
    )
    rows: list[Row] = [
        (
            one.district or about.say("直属", "directly below"),
            one.schools,
            one.enrolled,
            percent(one.enrolled, one.schools),
            *(one.handed_in.get(held, 0) for held in facts.rounds),
        )
        for one in facts.coverage
    ]
    sums = [sum(one.handed_in.get(held, 0) for one in facts.coverage) for held in facts.rounds]
    total = Cell(about.say("合计", "Total"), strong=True)
    rows.append((total, schools, enrolled, percent(enrolled, schools), *sums))
    shown = (Column(2), *(Column(1, "right"),) * (3 + len(facts.rounds)))
    yield Table(shown, (head,), tuple(rows), about.say("表1　各学区覆盖情况", "Table 1. Coverage by district"))


# --- Grades ----------------------------------------------------------------------------------------------------------


def _nothing(about: About) -> Paragraph:
    return Paragraph(about.say("结果尚未计算。", "Results are not computed yet."))


def _grades(about: About, ranked: Sequence[SchoolFacts]) -> Iterator[Part]:
    if not ranked:
        yield _nothing(about)
        return
    held = Counter(one.standing.grade for one in ranked if one.standing)
    scale = about.scorer.framework.scales[0] if about.scorer.framework.scales else None
    bands: list[tuple[str | None, str]] = (
        [(band.code, band.label.text(about.language)) for band in scale.bands] if scale else []
    )
    if held[None]:
        bands.append((None, "—"))
    most = max(held.values())
    yield Bars(
        tuple(
            Bar(title, held[code] / most, f"{held[code]}（{percent(held[code], len(ranked))}）")
            for code, title in bands
        ),
        about.say("图1　等次分布", "Figure 1. Grades"),
    )
    totals = spread([one.standing.total for one in ranked if one.standing])
    mean, median, low, high = (written(value) for value in totals[1:] if value is not None)
    yield Paragraph(
        about.say(
            f"总分平均 {mean} 分，中位数 {median} 分，最低 {low} 分，最高 {high} 分。",
            f"Totals: mean {mean}, median {median}, lowest {low}, highest {high}.",
        )
    )
    vetoed = [one.name for one in ranked if one.standing and one.standing.vetoed]
    if vetoed:
        yield Paragraph(
            about.say(f"一票否决 {len(vetoed)} 所：{'、'.join(vetoed)}。", f"Vetoed: {', '.join(vetoed)}."), "strong"
        )


# --- Gaps ------------------------------------------------------------------------------------------------------------


def _gaps(about: About, schools: Iterable[SchoolFacts]) -> Iterator[Part]:
    gaps = [one.gap for one in schools if one.gap is not None]
    if not gaps:
        yield Paragraph(about.say("没有两轮都有总分的学校。", "No school has totals of both rounds."))
        return
    counts = columns(gaps)
    most = max(counts)
    yield Bars(
        tuple(
            Bar(label, count / most, f"{count}（{percent(count, len(gaps))}）")
            for label, count in zip(_edges(about), counts, strict=True)
        ),
        about.say("图2　自评总分减县级复核总分（分）", "Figure 2. Self less county, in points"),
    )
    found = spread(gaps)
    yield Paragraph(
        about.say(
            f"{len(gaps)} 所学校有两轮总分，自评平均高出 {signed(found.mean)} 分，中位数 {signed(found.median)} 分。",
            f"Of {len(gaps)} schools with both rounds the self-assessment lies {signed(found.mean)} points above on"
            f" average, median {signed(found.median)}.",
        )
    )


def _edges(about: About) -> Iterator[str]:
    yield about.say(f"低于 {signed(GAP_EDGES[0])}", f"below {signed(GAP_EDGES[0])}")
    for low, high in pairwise(GAP_EDGES):
        yield about.say(f"{signed(low)} 至 {signed(high)}", f"{signed(low)} to {signed(high)}")
    yield about.say(f"{signed(GAP_EDGES[-1])} 及以上", f"{signed(GAP_EDGES[-1])} and more")


# --- Items -----------------------------------------------------------------------------------------------------------


def _items(about: About, ranked: Sequence[SchoolFacts]) -> Iterator[Part]:
    if not ranked:
        yield _nothing(about)
        return
    head: Row = tuple(
        about.say(*each)
        for each in (
            ("代码", "Code"),
            ("项目", "Item"),
            ("分值", "Points"),
            ("平均得分率", "Reached"),
            ("满分校数", "At full"),
            ("零分校数", "At zero"),
            ("区分度", "Tells apart"),
        )
    )
    rows: list[Row] = []
    for leaf in leaves(about.scorer.framework):
        met = difficulty(leaf.code, leaf.points, [_value(one, leaf.code) for one in ranked])
        reached, apart = (_percent(value) for value in (met.reached, met.tells_apart))
        label = leaf.label.text(about.language)
        rows.append((leaf.code, label, number(leaf.points), reached, met.at_full, met.at_zero, apart))
    shown = (Column(0.8), Column(3.4), *(Column(1, "right"),) * 5)
    yield Table(shown, (head,), tuple(rows), about.say("表2　各项难度", "Table 2. Items"))
    yield Paragraph(
        about.say(
            "平均得分率低的项目难；区分度是前 27% 学校与后 27% 学校得分率之差，接近 0 的项目分不出高低。",
            "A low share reached is hard. An item tells schools apart by how much more of it the best 27 % reached than the last 27 %.",
        ),
        "note",
    )


def _value(one: SchoolFacts, code: str) -> Points | None:
    return one.standing.values.get(code) if one.standing else None


def _percent(value: Points | None) -> str:
    return "—" if value is None else f"{written(value)}%"


# --- Places -------------------------------------------------------------------------------------------


def _places(about: About, ranked: Sequence[SchoolFacts]) -> Iterator[Part]:
    if not ranked:
        yield _nothing(about)
        return
    head: Row = tuple(
        about.say(*each)
        for each in (
            ("学区内位次", "In district"),
            ("全县位次", "In county"),
            ("学校", "School"),
            ("总分", "Total"),
            ("自评高出", "Self above"),
            ("等次", "Grade"),
        )
    )
    shown = (Column(1, "center"), Column(1, "center"), Column(3.4), *(Column(1, "right"),) * 2, Column(1.2, "center"))
    for district in dict.fromkeys(one.district for one in ranked):
        mine = [one for one in ranked if one.district == district]
        yield Heading(district or about.say("直属学校", "Schools directly below"), 2)
        yield Table(shown, (head,), tuple(_place(about, one) for one in mine))


def _place(about: About, one: SchoolFacts) -> Row:
    result = one.standing
    assert result is not None
    places = (result.places.get("district"), result.places.get("campaign"))
    grade = about.band(result.grade) + (about.say("（否决）", " (veto)") if result.vetoed else "")
    return (*places, one.name, number(result.total), signed(one.gap), grade)
