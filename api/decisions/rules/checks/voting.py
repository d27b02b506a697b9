"""VOT: opinions and votes. Who may vote votes, each on each topic, the leader last, those concerned not at all."""

from collections import Counter
from uuid import UUID

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.arithmetic import Count, Tally, vote
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import about_school, about_topics, unrecorded
from api.decisions.rules.facts import Opinion, Vote
from api.decisions.rules.vocabulary import Ballot, MeetingType, Result, Stance, TopicStatus, VoteMethod

_CAST = frozenset({Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN})
_SECRET = VoteMethod.SECRET_BALLOT
_YEARLY_TOPICS = 20  # fewer say nothing about how a team disagrees


def _vote(case: Case) -> Vote | Outcome:
    """The vote of a topic, or what to answer where there is none: the office meeting need not vote, a deferral cannot."""
    if case.topic.vote is None:
        waits = case.topic.decision is None or case.topic.decision.result is Result.DEFERRED
        office = case.meeting.type is MeetingType.PRINCIPAL_OFFICE_MEETING
        return NOT_APPLICABLE if waits or office else lacking("topic.vote")
    return NOT_APPLICABLE if case.topic.vote.method is VoteMethod.PRINCIPAL_DECIDES else case.topic.vote


@about_topics("VOT-01", RED)
def each_member_is_accounted_for(case: Case, book: Book) -> Outcome:
    """One line for each who should attend. In a secret ballot nobody has a line: nothing is asked, the count says it."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    if cast.lines is None:
        return NOT_APPLICABLE if cast.method is _SECRET else lacking("vote.lines")
    entitled = book.entitled(case.meeting, case.day)
    if entitled is None:
        return lacking("team")
    lines = Counter(person for person, _ in cast.lines)
    absent, twice = entitled - set(lines), {person for person, times in lines.items() if times > 1}
    return passes(not absent and not twice, without_line=sorted(absent), twice=sorted(twice), entitled=len(entitled))


@about_topics("VOT-02", RED)
def the_totals_add_up(case: Case, _: Book) -> Outcome:
    """What the record says in sum is what its lines say."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    claimed = (cast.in_favour, cast.against, cast.abstained)
    if cast.lines is None:
        return NOT_APPLICABLE if cast.method is _SECRET else lacking("vote.lines")
    if None in claimed:
        return lacking("vote.counts")
    counted = Counter(ballot for _, ballot in cast.lines)
    summed = (counted[Ballot.FOR], counted[Ballot.AGAINST], counted[Ballot.ABSTAIN])
    return passes(claimed == summed, claimed=list(claimed), summed=list(summed))


@about_topics("VOT-03", RED)
def the_outcome_agrees_with_the_vote(case: Case, book: Book) -> Outcome:
    """支部工作条例第十一条: passed when more than half of those who should attend are in favour, or as the policy says."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    tally = _tally(case, cast, book)
    if isinstance(tally, Outcome):
        return tally
    decision = case.topic.decision
    if decision is None or decision.result is Result.DEFERRED:
        return NOT_APPLICABLE
    return passes(decision.passed == tally.met, result=decision.result, formula=tally.formula)


def _tally(case: Case, cast: Vote, book: Book) -> Tally | Outcome:
    entitled = book.entitled(case.meeting, case.day)
    if entitled is None or case.meeting.attendance is None:
        return lacking("team" if entitled is None else "meeting.attendance")
    favour = sum(ballot is Ballot.FOR for _, ballot in cast.lines) if cast.lines is not None else cast.in_favour
    if favour is None:
        return lacking("vote.in_favour")
    present = entitled & _there(case)
    recused = present & {recusal.person_id for recusal in case.topic.recusals}
    count = Count(len(entitled), len(present), len(recused), favour)
    return vote(count, book.vote_mode(case.meeting, case.topic, case.day))


@about_topics("VOT-04", RED)
def only_members_who_were_there_voted(case: Case, book: Book) -> Outcome:
    """中办发〔2022〕7号: who sits in has no vote; who is away has none either."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    entitled = book.entitled(case.meeting, case.day)
    if cast.lines is None:
        return NOT_APPLICABLE if cast.method is _SECRET else lacking("vote.lines")
    if entitled is None or case.meeting.attendance is None:
        return lacking("team" if entitled is None else "meeting.attendance")
    voted = {person for person, ballot in cast.lines if ballot in _CAST}
    strangers, away = voted - entitled, (voted & entitled) - _there(case)
    return passes(not strangers and not away, not_entitled=sorted(strangers), absent=sorted(away))


@about_topics("VOT-05", RED)
def the_leader_spoke_last(case: Case, book: Book) -> Outcome:
    """末位表态: the chair after all members; at the party meeting the secretary after the principal."""
    if case.topic.status is TopicStatus.DEFERRED:
        return NOT_APPLICABLE
    orders = _orders(case, book)
    if orders is None:
        return lacking("opinion.speak_order")
    if len(orders) < 2:  # noqa: PLR2004 (nobody to speak before)
        return NOT_APPLICABLE
    last = max(orders, key=lambda person: orders[person])
    leaders = book.last_word(case.meeting, case.day) & set(orders)
    if not leaders:
        return lacking("meeting.chair_id")
    return passes(last in leaders, spoke_last=last, leaders=sorted(leaders), order=orders[last])


def _orders(case: Case, book: Book) -> dict[UUID, int] | None:
    """In which place each member spoke, their last word counting; None where it is not known of all who spoke."""
    members = book.entitled(case.meeting, case.day)
    spoken = [o for o in case.topic.opinions or () if members is None or o.person_id in members]
    if not spoken or any(opinion.speak_order is None for opinion in spoken):
        return None
    return {opinion.person_id: opinion.speak_order or 0 for opinion in sorted(spoken, key=lambda o: o.speak_order or 0)}


@about_topics("VOT-06", YELLOW)
def every_member_took_a_position(case: Case, book: Book) -> Outcome:
    """One by one: agree, disagree, suggest. Silence is no position."""
    if case.topic.status is TopicStatus.DEFERRED or case.topic.decision is None:
        return NOT_APPLICABLE
    members = book.entitled(case.meeting, case.day)
    if members is None or case.topic.opinions is None:
        return lacking("team" if members is None else "topic.opinions")
    spoken = {opinion.person_id for opinion in case.topic.opinions if opinion.stance}
    away = {recusal.person_id for recusal in case.topic.recusals}
    silent = (members & _there(case)) - spoken - away
    return passes(not silent, silent=sorted(silent))


@about_topics("VOT-07", YELLOW)
def each_topic_had_its_vote(case: Case, _: Book) -> Outcome:
    """逐项表决: no package of several topics."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    if len(case.meeting.topics) == 1:
        return NOT_APPLICABLE
    return lacking("vote.per_topic") if cast.per_topic is None else passes(cast.per_topic, per_topic=cast.per_topic)


@about_topics("VOT-08", RED)
def those_concerned_withdrew(case: Case, book: Book) -> Outcome:
    """回避: whom a matter touches, or whose relative, leaves before the discussion and does not vote."""
    if book.facts.relations is None:
        return lacking("relations")
    concerned = {person: why for person, why in book.touched(case).items() if person in _there(case)}
    if not concerned:
        return NOT_APPLICABLE
    recusals = {recusal.person_id: recusal for recusal in case.topic.recusals}
    stayed = sorted(set(concerned) - set(recusals))
    ballots = dict(case.topic.vote.lines or ()) if case.topic.vote else {}
    voted = sorted(person for person in concerned if ballots.get(person) in _CAST)
    if stayed or voted:
        return failed(stayed=stayed, voted=voted, relations=sorted(set(concerned.values())))
    before = [recusals[person].before_discussion for person in concerned]
    return lacking("recusal.left_at") if None in before else passes(all(before), left_late=sorted(concerned))


@about_topics("VOT-09", YELLOW)
def appointments_had_a_ballot(case: Case, book: Book) -> Outcome:
    """票决: by signed or secret ballot where the policy says so."""
    policy = book.policy(case.day)
    if policy is None:
        return lacking("policy")
    if not book.categories(case.topic) & policy.ballot_categories:
        return NOT_APPLICABLE
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    return passes(cast.method in {_SECRET, VoteMethod.SIGNED_BALLOT}, method=cast.method)


@about_topics("VOT-10", YELLOW)
def a_divided_meeting_waited(case: Case, book: Book) -> Outcome:
    """教监〔2011〕7号: where opinions differ much, the decision is put off."""
    cast = _vote(case)
    if isinstance(cast, Outcome):
        return cast
    if cast.against is None or cast.in_favour is None:
        return lacking("vote.counts")
    given = cast.in_favour + cast.against + (cast.abstained or 0)
    limit = book.limit("split_vote_percent", case.day)
    divided = given > 0 and 100 * cast.against > limit * given
    decided = case.topic.decision is not None and case.topic.decision.passed
    return passes(not (divided and decided), against=cast.against, votes=given, limit=limit)


@about_topics("VOT-11", YELLOW)
def the_principal_decided_after_hearing_all(case: Case, _: Book) -> Outcome:
    """中办发〔2022〕7号: at the office meeting the principal decides after hearing those present; both are on record."""
    if case.meeting.type is not MeetingType.PRINCIPAL_OFFICE_MEETING or case.topic.decision is None:
        return NOT_APPLICABLE
    if case.topic.decision.decided_by_id is None:
        return unrecorded(case.meeting, "decision.decided_by")
    return unrecorded(case.meeting, "topic.opinions") if case.topic.opinions is None else PASSED


@about_school("VOT-12", BLUE)
def somebody_disagreed_once(_: Book, book: Book) -> Outcome:
    """A year of many topics without one differing opinion is possible, and worth a look."""
    year = [case for case in book.decided if case.day > book.year_ago()]
    if len(year) < _YEARLY_TOPICS:
        return NOT_APPLICABLE
    known = [case for case in year if case.topic.vote or case.topic.opinions]
    if len(known) < _YEARLY_TOPICS:
        return lacking("topic.opinions")
    return passes(any(_differs(case) for case in known), topics_at_least=_YEARLY_TOPICS)


def _differs(case: Case) -> bool:
    cast, spoken = case.topic.vote, case.topic.opinions or ()
    return bool(cast and ((cast.against or 0) + (cast.abstained or 0))) or any(map(_disagrees, spoken))


def _disagrees(opinion: Opinion) -> bool:
    return opinion.stance is Stance.DISAGREE


def _there(case: Case) -> frozenset[UUID]:
    return frozenset(a.person_id for a in case.meeting.attendance or () if a.was_there)
