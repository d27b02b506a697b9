"""报备表 of a decision: what was decided, by whom, after what steps; with room for the bureau's answer."""

from collections.abc import Iterator

from api.core.documents import Column, Document, Heading, Paragraph, Part, Row, Signatures, Table
from api.decisions.documents.said import Said
from api.decisions.rules import words
from api.decisions.schemas.following import DecisionOut


def filing_form(said: Said, decision: DecisionOut) -> Document:
    """The form of a decision, with every filing so far."""
    return Document(
        title=said.say(f"{said.school}三重一大事项报备表", f"{said.school}: filing of a decision"),
        bureau=said.school,
        as_of=said.as_of,
        parts=tuple(_parts(said, decision)),
        language=said.language,
    )


def _parts(said: Said, decision: DecisionOut) -> Iterator[Part]:
    topic, own = decision.agenda_item, decision.agenda_item.decision
    steps = said.joined(said.word(words.STEPS, step.type) for step in topic.steps)
    person = own.responsible_person.name if own and own.responsible_person else "—"
    rows: tuple[Row, ...] = (
        (said.say("事项名称", "Matter"), topic.title),
        (said.say("类别", "Category"), said.word(words.CATEGORIES, topic.category)),
        (said.say("事项编号", "Codes"), said.joined(topic.matter_codes)),
        (said.say("决策会议", "Decided by"), said.word(words.MEETING_TYPES, decision.meeting_type)),
        (said.say("决定日期", "Decided on"), decision.decided_on.isoformat()),
        (said.say("会前程序", "Before the meeting"), steps),
        (said.say("结果", "Result"), said.word(words.RESULTS, decision.result)),
        (said.say("决议内容", "Decision"), (own.text if own else None) or "—"),
        (said.say("涉及金额", "Sum"), said.yuan(decision.approved_amount)),
        (said.say("责任人", "Responsible"), person),
        (said.say("完成期限", "Due"), decision.due_on.isoformat() if decision.due_on else "—"),
    )
    yield Table((Column(1), Column(4)), (), rows)
    for filing in decision.filings:
        yield Heading(f"{said.word(words.FILING_KINDS, filing.kind)} {filing.filed_on.isoformat()}", 2)
        if filing.note:
            yield Paragraph(filing.note)
        answer = said.word(words.FILING_ANSWERS, filing.answer)
        day = filing.answered_on.isoformat() if filing.answered_on else ""
        text = f"{filing.answer_text or ''} {filing.approval_no or ''}".strip()
        yield Paragraph(f"{said.say('教育局意见', 'The bureau')}：{answer} {day} {text}".rstrip())
    yield Signatures((said.say("学校负责人：", "For the school: "), said.say("教育局经办人：", "For the bureau: ")))
