"""What the checks of the central enterprises' system (SASAC, source published in 2018) get wrong, and these do not.

Each class names one known fault of that system; the records are the sound school's with the least that is needed.
"""

from typing import Any

from api.checks.rules.answers import Answer
from api.checks.rules.engine import run
from api.decisions.examples import book_with, named
from api.decisions.rules.checks import RULES

RULE = {rule.id: rule for rule in RULES}
ATTENDANCE = "meetings.party-1.attendance"
GYM = "meetings.party-1.topics.gym"


def answers(rule_id: str, changes: dict[str, Any], about: str) -> Answer:
    found = {subject.id: outcome.answer for subject, outcome in RULE[rule_id].examine(book_with(changes))}
    return found[named(about)]


class TestAbsentMembersWereCountedAsPresent:
    def test_who_is_listed_as_absent_makes_no_quorum(self) -> None:
        away = {f"{ATTENDANCE}.{person}.status": "absent" for person in ("sun", "li", "zhou")}
        assert answers("MTG-03", away, "party-1") is Answer.FAIL

    def test_nor_the_base_of_those_present(self) -> None:
        mode = {"policies.own-policy.vote_modes": [{"mode": {"base": "present", "share": ">1/2"}}]}
        away = {f"{ATTENDANCE}.{person}.status": "leave" for person in ("li", "zhou")}
        lines = {f"{GYM}.vote.lines": [["zhao", "for"], ["qian", "for"], ["sun", "against"]]}
        assert answers("VOT-03", {**mode, **away, **lines}, "gym") is Answer.PASS


class TestHalfWasCountedAsMajority:
    def test_exactly_half_does_not_exceed_half(self) -> None:
        four = {"team.t-zhou.ends_on": "2025-12-31"}
        lines = {f"{GYM}.vote.lines": [["zhao", "for"], ["qian", "for"], ["sun", "against"], ["li", "against"]]}
        assert answers("VOT-03", {**four, **lines}, "gym") is Answer.FAIL


class TestFullAttendanceWasNeverTested:
    def test_one_missing_fails(self) -> None:
        everyone = {"policies.own-policy.quorums": [{"share": "all"}]}
        assert answers("MTG-05", everyone, "party-1") is Answer.PASS
        assert answers("MTG-05", {**everyone, f"{ATTENDANCE}.zhou.status": "leave"}, "party-1") is Answer.FAIL


class TestTopicsOfSeveralMattersWereSkipped:
    def test_the_order_of_meetings_is_asked_for_each_matter(self) -> None:
        changes = {f"{GYM}.matter_codes": ["LF01", "MP01"], f"{GYM}.related_topic_ids": []}
        assert answers("MTG-02", changes, "gym") is Answer.FAIL

    def test_so_is_the_party_meeting(self) -> None:
        changes = {"meetings.office-1.topics.printer.matter_codes": ["LF02", "LF01"]}
        assert answers("MTG-01", changes, "printer") is Answer.FAIL

    def test_so_is_the_vote(self) -> None:
        changes = {f"{GYM}.matter_codes": ["LF01", "MP01"], f"{GYM}.vote.lines": [["zhao", "for"]]}
        assert answers("VOT-03", changes, "gym") is Answer.FAIL


class TestEachWrongPlaceMadeADuplicate:
    def test_one_broken_rule_of_one_topic_is_one_result(self) -> None:
        changes = {f"{GYM}.matter_codes": ["MP01", "LF01", "MP01"], f"{GYM}.related_topic_ids": []}
        report = run([RULE["MTG-02"]], book_with(changes))
        assert len({found.key for found in report.found}) == len(report.found) == 1


class TestPeopleWereMatchedByName:
    def test_the_same_person_is_the_same_id(self) -> None:
        stranger = {f"{ATTENDANCE}.sun.person_id": "another-sun", f"{GYM}.vote.lines.sun": ["another-sun", "for"]}
        assert answers("VOT-04", stranger, "gym") is Answer.FAIL


class TestCorrectionsWereNeverChecked:
    def test_the_same_question_asked_again_passes_after_the_mend(self) -> None:
        broken = {f"{GYM}.vote.lines.zhou": ["zhou", "against"]}
        assert answers("VOT-02", broken, "gym") is Answer.FAIL
        mended = {**broken, f"{GYM}.vote.in_favour": 4, f"{GYM}.vote.against": 1}
        assert answers("VOT-02", mended, "gym") is Answer.PASS
