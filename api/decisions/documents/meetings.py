"""纪要, record and 票决单 of a meeting. Of a filed meeting each bears the hash of the filed document."""

from collections.abc import Iterator, Sequence

from api.core.documents import Column, Document, Heading, NewPage, Paragraph, Part, Row, Signatures, Table
from api.decisions.documents.said import Said
from api.decisions.rules import words
from api.decisions.rules.vocabulary import Ballot, Presence, Role, VoteMethod
from api.decisions.schemas.meetings_out import MeetingAttendanceOut, MeetingOut, TopicOut, VoiceOut

_THERE = (Presence.PRESENT, Presence.LATE)


def minutes(said: Said, meeting: MeetingOut) -> Document:
    """会议纪要: who met, what was decided, who does it by when. Who said what is not in it."""
    return _document(said, meeting, said.say("会议纪要", "Minutes"), tuple(_minutes(said, meeting)))


def record(said: Said, meeting: MeetingOut) -> Document:
    """会议记录: with what everybody said and how everybody voted."""
    return _document(said, meeting, said.say("会议记录", "Record of the meeting"), tuple(_record(said, meeting)))


def vote_sheets(said: Said, meeting: MeetingOut) -> Document:
    """票决单: one sheet a topic, to be signed."""
    return _document(said, meeting, said.say("票决单", "Vote sheet"), tuple(_votes(said, meeting)))


def _document(said: Said, meeting: MeetingOut, title: str, parts: Sequence[Part]) -> Document:
    number = said.say(f"第{meeting.serial_no}次", f"No. {meeting.serial_no} ") if meeting.serial_no else ""
    kind = said.word(words.MEETING_TYPES, meeting.type)
    filed = meeting.editions[0].document_hash if meeting.editions and meeting.state == "filed" else ""
    return Document(
        title=f"{said.school}{number}{kind}{title}" if said.language != "en" else f"{said.school}: {kind}, {title}",
        bureau=said.school,
        as_of=said.as_of,
        parts=tuple(parts),
        record=filed,
        subtitle="" if filed else said.say("（未归档）", "(not filed)"),
        language=said.language,
    )


# --- Minutes ---------------------------------------------------------------------------------------------------------


def _minutes(said: Said, meeting: MeetingOut) -> Iterator[Part]:
    yield _head(said, meeting)
    for topic in meeting.agenda:
        yield Heading(f"{topic.number}. {topic.title}", 2)
        if topic.decision is None:
            yield Paragraph(said.say("本议题没有形成决议。", "Nothing was decided on this topic."), "note")
            continue
        result = said.word(words.RESULTS, topic.decision.result)
        yield Paragraph(f"{said.say('会议决定', 'Decided')}：{result}。{topic.decision.text or ''}")
        yield Paragraph(_duty(said, topic), "note")
    if meeting.minutes and meeting.minutes.text:
        yield Heading(said.say("会议综述", "Summary"), 2)
        yield from (Paragraph(line) for line in meeting.minutes.text.splitlines() if line.strip())
    if meeting.minutes and meeting.minutes.distribution:
        yield Paragraph(f"{said.say('分送', 'Distribution')}：{meeting.minutes.distribution}", "note")
    yield Signatures((said.say("主持人：", "Chair: "), said.say("记录人：", "Recorder: ")))


def _duty(said: Said, topic: TopicOut) -> str:
    decision = topic.decision
    assert decision is not None
    who = decision.responsible_person.name if decision.responsible_person else "—"
    due = decision.due_on.isoformat() if decision.due_on else "—"
    parts = [
        f"{said.say('责任人', 'Responsible')}：{who}",
        f"{said.say('完成期限', 'Due')}：{due}",
        *(
            [f"{said.say('批准金额', 'Approved')}：{said.yuan(decision.approved_amount)}"]
            if decision.approved_amount
            else []
        ),
    ]
    return said.say("；", "; ").join(parts)


def _head(said: Said, meeting: MeetingOut) -> Table:
    present = [each for each in meeting.attendance if each.status in _THERE]
    away = [each for each in meeting.attendance if each.status not in _THERE]
    members = [each for each in present if each.role == Role.VOTING_MEMBER.value]
    others = [each for each in present if each.role != Role.VOTING_MEMBER.value]
    rows: tuple[Row, ...] = (
        (said.say("时间", "Time"), f"{said.moment(meeting.held_at)} – {said.moment(meeting.ended_at)}"),
        (said.say("地点", "Place"), meeting.place or "—"),
        (said.say("形式", "Form"), said.word(words.MEETING_FORMS, meeting.form)),
        (said.say("主持人", "Chair"), meeting.chair.name if meeting.chair else "—"),
        (said.say("记录人", "Recorder"), meeting.recorder.name if meeting.recorder else "—"),
        (said.say("应到 / 实到", "Expected / present"), f"{meeting.expected} / {meeting.present}"),
        (said.say("出席", "Present"), said.joined(each.person.name for each in members)),
        (said.say("列席", "Sat in"), said.joined(each.person.name for each in others)),
        (said.say("缺席及原因", "Absent, and why"), said.joined(_absent(said, each) for each in away)),
    )
    return Table((Column(1), Column(4)), (), rows)


def _absent(said: Said, each: MeetingAttendanceOut) -> str:
    return f"{each.person.name}（{each.reason or said.word(words.PRESENCES, each.status)}）"


# --- Record ----------------------------------------------------------------------------------------------------------


def _record(said: Said, meeting: MeetingOut) -> Iterator[Part]:
    yield _head(said, meeting)
    for topic in meeting.agenda:
        yield Heading(f"{topic.number}. {topic.title}", 2)
        yield from _topic(said, topic)
    if meeting.minutes and meeting.minutes.supervisor_opinion:
        yield Heading(said.say("派驻（监督）意见", "Opinion of the supervisor"), 2)
        yield Paragraph(meeting.minutes.supervisor_opinion)
    yield Signatures(
        (
            said.say("主持人：", "Chair: "),
            said.say("记录人：", "Recorder: "),
            *(f"{each.person.name}：" for each in meeting.attendance if each.status in _THERE),
        )
    )


def _topic(said: Said, topic: TopicOut) -> Iterator[Part]:
    if topic.background:
        yield Paragraph(f"{said.say('议题背景', 'Background')}：{topic.background}")
    if topic.proposal:
        yield Paragraph(f"{said.say('拟办意见', 'Proposal')}：{topic.proposal}")
    if topic.amount is not None:
        yield Paragraph(f"{said.say('涉及金额', 'Sum')}：{said.yuan(topic.amount)}")
    if topic.steps:
        done = (f"{said.word(words.STEPS, step.type)}（{step.result or '—'}）" for step in topic.steps)
        yield Paragraph(f"{said.say('会前程序', 'Before the meeting')}：{said.joined(done)}")
    if topic.voices:
        head = (
            said.say("顺序", "Order"),
            said.say("姓名", "Name"),
            said.say("表态", "Position"),
            said.say("意见", "Said"),
        )
        spoken = sorted(topic.voices, key=lambda voice: (voice.speak_order is None, voice.speak_order or 0))
        rows = tuple(_spoke(said, voice) for voice in spoken)
        yield Table((Column(0.5, "center"), Column(1), Column(1), Column(4)), (head,), rows)
    yield Paragraph(_counted(said, topic), "strong")
    if topic.decision is not None:
        yield Paragraph(f"{said.say('决议', 'Decision')}：{topic.decision.text or '—'}")
        yield Paragraph(_duty(said, topic), "note")


def _spoke(said: Said, voice: VoiceOut) -> Row:
    if voice.recused:
        ground = voice.recusal_ground or "—"
        return ("—", voice.person.name, said.say("回避", "Recused"), f"{said.say('理由', 'Ground')}：{ground}")
    order = "—" if voice.speak_order is None else str(voice.speak_order)
    return (order, voice.person.name, said.word(words.STANCES, voice.stance), voice.said or "")


def _counted(said: Said, topic: TopicOut) -> str:
    vote = topic.vote
    result = said.word(words.RESULTS, topic.decision.result) if topic.decision else "—"
    if vote is None:
        return f"{said.say('没有表决记录；结果', 'No vote recorded; result')}：{result}"
    method = said.word(words.METHODS, vote.method)
    if vote.method is VoteMethod.PRINCIPAL_DECIDES:
        return f"{method}：{result}"
    numbers = (("应到", "base", vote.base), ("同意", "for", vote.in_favour), ("不同意", "against", vote.against))
    counted = (*numbers, ("弃权", "abstained", vote.abstained))
    told = said.joined(f"{said.say(zh, en)} {'—' if number is None else number}" for zh, en, number in counted)
    return f"{said.say('表决', 'Vote')}（{method}）：{told}；{said.say('结果', 'result')}：{result}"


# --- Vote sheets -----------------------------------------------------------------------------------------------------


def _votes(said: Said, meeting: MeetingOut) -> Iterator[Part]:
    for place, topic in enumerate(meeting.agenda):
        if place:
            yield NewPage()
        yield Heading(f"{topic.number}. {topic.title}", 2)
        yield Paragraph(f"{said.say('时间', 'Time')}：{said.moment(meeting.held_at)}", "note")
        yield _ballots(said, topic)
        yield Paragraph(_counted(said, topic), "strong")
        yield Signatures((said.say("监票人：", "Counted by: "), said.say("主持人：", "Chair: ")))


def _ballots(said: Said, topic: TopicOut) -> Table:
    kinds = (Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN, Ballot.RECUSED)
    head: Row = (
        said.say("姓名", "Name"),
        *(said.word(words.BALLOTS, kind) for kind in kinds),
        said.say("签名", "Signature"),
    )
    secret = topic.vote is not None and topic.vote.method is VoteMethod.SECRET_BALLOT
    rows: list[Row] = []
    if not secret:
        for voice in topic.voices:
            marks = (
                "✓" if voice.ballot is kind or (voice.recused and kind is Ballot.RECUSED) else "" for kind in kinds
            )
            rows.append((voice.person.name, *marks, ""))
    columns = (Column(2), *(Column(1, "center") for _ in kinds), Column(2))
    return Table(columns, (head,), tuple(rows) or (("—", "", "", "", "", ""),))
