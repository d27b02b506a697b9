"""Decisions in public: what a notice says of one, and what becomes of it.

The part that anyone may read: what was decided, when, for how much. Who said or voted what is nobody's outside.
"""

from api.core import money
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.decisions import queries
from api.decisions.models import Decision
from api.decisions.rules.words import CATEGORIES, RESULTS
from api.decisions.service.standing import mark
from api.disclosures.errors import KIND_UNKNOWN
from api.disclosures.ports import Event, Happening
from api.disclosures.rules import KINDS, Content, NoticeTable
from api.disclosures.service import Draft, ObjectRef

OBJECT = "decision"


def draft_of(ctx: Context, decision: Decision, kind: str) -> Draft:
    """The notice of a decision, to be opened. Errors: `notice.kind_unknown` as `input.invalid`."""
    refuse_if_any([] if kind in KINDS else [Violation(KIND_UNKNOWN, "/kind")])
    topic = queries.topic_row(ctx, decision.topic_id)
    category = CATEGORIES[topic.category][0] if topic.category else "三重一大事项"
    rows = [
        ("事项", topic.title),
        ("类别", category),
        ("决定日期", decision.decided_on.isoformat()),
        ("结果", RESULTS[decision.result][0]),
    ]
    if decision.approved_amount is not None:
        rows.append(("批准金额（元）", money.grouped(decision.approved_amount)))
    content = Content(
        f"{topic.title}公示" if KINDS[kind].days else f"{topic.title}情况公开",
        tuple(filter(None, (f"经学校集体研究决定，现将“{topic.title}”有关情况予以公布。", decision.text))),
        NoticeTable(("项目", "内容"), tuple(rows)),
    )
    about = ObjectRef(OBJECT, decision.id, topic.title)
    return Draft(kind, decision.unit_id, content, about, formed_on=decision.decided_on)


def follow_notice(ctx: Context, told: Happening) -> None:
    """What became of a notice. Told more than once, it is nothing new."""
    row = queries.publicity_of_notice(ctx, told.notice_id)
    if row is None:
        return
    if told.event is Event.DISCARDED:
        ctx.session.delete(row)
    elif told.event is Event.WITHDRAWN:
        row.starts_on = row.ends_on = None
    else:
        # Released by a second person, who answered for what looked like personal data.
        row.starts_on, row.ends_on, row.masked = told.starts_on, told.ends_on, True
        row.objections_open = told.open_objections
        row.objections = queries.count_objections(ctx, told.notice_id)
    ctx.session.flush()
    mark(ctx, row.unit_id)
