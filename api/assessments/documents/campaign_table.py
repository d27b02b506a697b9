"""The score table of a campaign: the summary in the order of the ranking, and every item of every school."""

from collections.abc import Iterator

from api.assessments.documents.gathered import About, CampaignFacts, SchoolFacts
from api.assessments.documents.words import CAMPAIGN_STATES, number, signed, word
from api.core.documents import Cell, Column, Row, Sheet, Table
from api.frameworks.rules.model import leaves

_SUMMARY = (
    Column(0.6, "center"),
    Column(1.4),
    Column(2.4),
    *(Column(0.9, "right"),) * 8,
    Column(1, "center"),
    *(Column(0.7, "center"),) * 2,
)


def campaign_tables(about: About, facts: CampaignFacts) -> list[Sheet]:
    """Both sheets."""
    lines = (
        about.say(
            f"{about.bureau}　{about.cycle}　依据：{about.framework}　状态：{word(about, CAMPAIGN_STATES[about.state])}",
            f"{about.bureau} · {about.cycle} · by {about.framework} · {word(about, CAMPAIGN_STATES[about.state])}",
        ),
    )
    return [
        Sheet(
            name=about.say("总表", "Summary"),
            title=about.say(f"{about.title}评分总表", f"Summary of {about.title}"),
            table=Table(_SUMMARY, tuple(_head(about)), tuple(_row(about, one) for one in facts.schools)),
            lines=lines,
            signatures=(about.say("审定（签字、盖章）：", "Approved (signature, seal):") + "＿" * 12,),
        ),
        Sheet(
            name=about.say("各项得分", "Items"),
            title=about.say(f"{about.title}各项得分", f"Items of {about.title}"),
            table=_items(about, facts),
            lines=lines,
        ),
    ]


def _head(about: About) -> Iterator[Row]:
    words = (("位次", "Rank"), ("学区", "District"), ("学校", "School"))
    three, result = about.say("三轮总分", "Totals of rounds"), about.say("评定", "Result")
    places = about.say("位次", "Places")
    yield (
        *(Cell(about.say(*each), down=2) for each in words),
        Cell(three, across=3),
        Cell(about.say("自评高出", "Self above county"), down=2),
        Cell(result, across=5),
        Cell(places, across=2),
    )
    yield tuple(
        about.say(*each)
        for each in (
            ("自评", "Self"),
            ("学区初评", "District"),
            ("县级复核", "County"),
            ("基本分", "Base"),
            ("加分", "Bonus"),
            ("扣分", "Deducted"),
            ("总分", "Total"),
            ("等次", "Grade"),
            ("学区内", "District"),
            ("同类", "Type"),
        )
    )


def _row(about: About, one: SchoolFacts) -> Row:
    result = one.standing
    rounds = (number(total, empty="") for total in (one.self_total, one.district_total, one.county_total))
    gap = Cell(signed(one.gap), None if one.gap is None else number(one.gap).number)
    if result is None:
        return ("", one.district or "", one.name, *rounds, gap, *("",) * 7)
    points = (number(each) for each in (result.base, result.bonus, result.deducted))
    places = (result.places.get(per) for per in ("district", "type"))
    grade = about.band(result.grade) + (about.say("（一票否决）", " (veto)") if result.vetoed else "")
    return (
        result.places.get("campaign"),
        one.district or about.say("直属", "directly below"),
        one.name,
        *rounds,
        gap,
        *points,
        number(result.total, strong=True),
        grade,
        *places,
    )


def _items(about: About, facts: CampaignFacts) -> Table:
    """A column for each item; schools without a result are left out."""
    items = list(leaves(about.scorer.framework))
    head: tuple[Row, ...] = (
        (about.say("学校", "School"), *(f"{item.code}\n{item.label.text(about.language)}" for item in items)),
        (about.say("分值", "Points"), *(number(item.points) for item in items)),
    )
    rows: tuple[Row, ...] = tuple(
        (one.name, *(number(one.standing.values.get(item.code), empty=about.say("不适用", "n/a")) for item in items))
        for one in facts.schools
        if one.standing is not None
    )
    return Table((Column(3), *(Column(1, "right"),) * len(items)), head, rows)
