"""Kinds, contents, periods, and the lives of notices and objections."""

from datetime import date
from uuid import UUID

import pytest

from api.access.permissions import Permission
from api.calendars.rules.working_days import DayKind, SpecialDay, WorkCalendar, YearTable
from api.core.errors import Refused
from api.disclosures import errors, ports, rules
from api.disclosures.rules import (
    KINDS,
    NOTICE_STEPS,
    Content,
    Form,
    Need,
    NoticeKind,
    NoticeState,
    NoticeTable,
    NoticeVerb,
    ObjectionState,
    Phase,
    Span,
    Who,
)

TODAY = date(2026, 11, 20)  # a Friday
NEW_YEAR = SpecialDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
CALENDAR = WorkCalendar({2026: YearTable.of(2026, ())})


class TestKinds:
    @pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
    def test_each_says_on_which_ground_it_stands(self, kind: NoticeKind) -> None:
        assert all((kind.zh, kind.en, kind.basis.zh, kind.basis.en))
        assert kind.needs
        if kind.form is Form.PUBLICITY:
            assert 1 <= kind.least_days <= kind.days
            assert kind.objections, "a publicity that takes no objections is none"
            assert kind.due_days == 0
        else:
            assert kind.days == kind.least_days == 0
            assert kind.due_days > 0

    def test_lists_of_pupils_are_taken_down(self) -> None:
        assert {kind.code for kind in KINDS.values() if kind.minors} == {"aid_list", "pupil_honour"}
        assert all(kind.hide_after for kind in KINDS.values() if kind.minors)


class TestContent:
    CONTENT = Content("公示", ("一", "二"), NoticeTable(("姓名", "学科"), (("何桂芳", "语文"),)))

    def test_it_is_stored_and_read_again(self) -> None:
        assert rules.content_of("公示", rules.body_of(self.CONTENT)) == self.CONTENT
        assert rules.content_of("公示", rules.body_of(Content("公示"))) == Content("公示")

    def test_every_text_has_its_place(self) -> None:
        assert list(self.CONTENT.places()) == [
            ("/title", "公示"),
            ("/paragraphs/0", "一"),
            ("/paragraphs/1", "二"),
            ("/table/columns/0", "姓名"),
            ("/table/columns/1", "学科"),
            ("/table/rows/0/0", "何桂芳"),
            ("/table/rows/0/1", "语文"),
        ]

    def test_a_row_has_as_many_cells_as_the_table_columns(self) -> None:
        wrong = Content("公示", (), NoticeTable(("姓名", "学科"), (("何桂芳", "语文"), ("何桂芳",))))
        (found,) = rules.content_violations(wrong)
        assert (found.spec, found.pointer) == (errors.ROW_WIDTH, "/table/rows/1")
        assert list(rules.content_violations(self.CONTENT)) == []

    @pytest.mark.parametrize(
        ("code", "days", "formed_on", "found"),
        [
            ("award", None, None, []),
            ("award", 5, TODAY, []),
            ("award", 4, None, [errors.DAYS_OUT_OF_RANGE]),
            ("award", 61, None, [errors.DAYS_OUT_OF_RANGE]),
            ("fees", 5, None, [errors.NO_PERIOD]),
            ("fees", None, date(2026, 11, 21), [errors.FORMED_IN_FUTURE]),
            ("tea", 1, None, [errors.KIND_UNKNOWN]),
        ],
    )
    def test_kind_and_dates(self, code: str, days: int | None, formed_on: date | None, found: list[object]) -> None:
        assert [one.spec for one in rules.kind_violations(code, days, formed_on, TODAY)] == found

    def test_the_same_file_twice(self) -> None:
        one, two = UUID(int=1), UUID(int=2)
        assert [fault.pointer for fault in rules.file_violations([one, two, one])] == ["/file_ids/2"]

    @pytest.mark.parametrize("need", list(Need))
    def test_what_a_kind_needs_is_missed(self, need: Need) -> None:
        kind = KINDS["award"]._replace(needs=(need,))
        whole = self.CONTENT
        assert list(rules.missing_parts(kind, whole, 0)) == []
        (missing,) = rules.missing_parts(kind, Content("公示", (" ",), NoticeTable(("姓名",), ())), 0)
        expected = {Need.TEXT: errors.TEXT_MISSING, Need.TABLE: errors.TABLE_MISSING}
        assert missing.spec is expected.get(need, errors.LIST_MISSING)
        only_file = list(rules.missing_parts(kind, Content("公示"), 1))
        assert (only_file == []) is (need is Need.TABLE_OR_ATTACHMENT)


class TestPeriods:
    def test_the_day_of_release_is_shown_and_not_counted(self) -> None:
        shown = rules.span(KINDS["award"], 5, TODAY, CALENDAR)
        assert shown == Span(TODAY, date(2026, 11, 27))
        assert shown.covers(TODAY)
        assert shown.covers(date(2026, 11, 27))
        assert not shown.covers(date(2026, 11, 28))

    def test_an_end_in_a_year_without_a_table_is_provisional(self) -> None:
        assert rules.span(KINDS["award"], 5, date(2026, 12, 30), CALENDAR).provisional
        known = WorkCalendar({**CALENDAR.tables, 2027: YearTable.of(2027, [NEW_YEAR])})
        assert rules.span(KINDS["award"], 5, date(2026, 12, 30), known) == Span(date(2026, 12, 30), date(2027, 1, 7))

    def test_a_standing_publication_ends_when_its_kind_says(self) -> None:
        assert rules.span(KINDS["fees"], 0, TODAY, CALENDAR) == Span(TODAY, None)
        assert rules.span(KINDS["canteen"], 0, TODAY, CALENDAR) == Span(TODAY, date(2027, 11, 20))

    def test_twenty_working_days_from_the_day_it_was_formed(self) -> None:
        assert rules.due_on(KINDS["fees"], date(2026, 11, 2), CALENDAR) == date(2026, 11, 30)
        assert rules.due_on(KINDS["fees"], None, CALENDAR) is None
        assert rules.due_on(KINDS["award"], TODAY, CALENDAR) is None

    @pytest.mark.parametrize(
        ("form", "last", "withdrawn", "expected"),
        [
            (Form.PUBLICITY, TODAY, False, Phase.RUNNING),
            (Form.PUBLICITY, date(2026, 11, 19), False, Phase.ENDED),
            (Form.STANDING, None, False, Phase.STANDING),
            (Form.STANDING, date(2026, 11, 19), False, Phase.EXPIRED),
            (Form.STANDING, None, True, Phase.WITHDRAWN),
            (Form.PUBLICITY, TODAY, True, Phase.WITHDRAWN),
        ],
    )
    def test_the_clock_says_where_it_stands(
        self, form: Form, last: date | None, withdrawn: bool, expected: Phase
    ) -> None:
        assert rules.phase(form, Span(date(2026, 11, 2), last), TODAY, withdrawn=withdrawn) is expected

    @pytest.mark.parametrize("phase", list(Phase))
    def test_objections_are_taken_while_it_is_in_view(self, phase: Phase) -> None:
        assert rules.takes_objections(KINDS["award"], phase) is (phase in (Phase.RUNNING, Phase.STANDING))
        assert not rules.takes_objections(KINDS["school_affairs"], phase)

    def test_a_list_of_pupils_is_not_shown_after_its_period(self) -> None:
        assert rules.shows_content(KINDS["aid_list"], Phase.RUNNING)
        assert not rules.shows_content(KINDS["aid_list"], Phase.ENDED)
        assert rules.shows_content(KINDS["award"], Phase.ENDED)

    @pytest.mark.parametrize(
        ("due", "released", "late"),
        [
            (None, None, False),
            (TODAY, None, False),
            (date(2026, 11, 19), None, True),
            (date(2026, 11, 19), date(2026, 11, 19), False),
            (date(2026, 11, 18), date(2026, 11, 19), True),
        ],
    )
    def test_what_is_public_too_late_stays_late(self, due: date | None, released: date | None, late: bool) -> None:
        assert rules.is_overdue(due, released, TODAY) is late


class TestNoticeLife:
    @pytest.mark.parametrize("published", [False, True])
    @pytest.mark.parametrize("state", list(NoticeState))
    @pytest.mark.parametrize("verb", list(NoticeVerb))
    def test_every_move_is_in_the_table_or_refused(self, state: NoticeState, verb: NoticeVerb, published: bool) -> None:
        legal = rules.notice_verbs(state, published=published)
        if verb in legal:
            assert rules.notice_step(state, verb, published=published) is NOTICE_STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            rules.notice_step(state, verb, published=published)
        assert refused.value.spec is errors.WRONG_STATE
        assert refused.value.params["allowed"] == (", ".join(legal) or "–")

    def test_only_another_person_releases_or_returns(self) -> None:
        another = {verb for (_, verb), step in NOTICE_STEPS.items() if step.who is Who.ANOTHER}
        assert another == {NoticeVerb.RELEASE, NoticeVerb.RETURN}

    def test_what_the_public_has_seen_never_goes_away_unseen(self) -> None:
        assert NoticeVerb.DISCARD not in rules.notice_verbs(NoticeState.DRAFT, published=True)
        assert rules.notice_verbs(NoticeState.WITHDRAWN, published=True) == []
        leaving = {step.after for (_, verb), step in NOTICE_STEPS.items() if verb is NoticeVerb.WITHDRAW}
        assert leaving == {NoticeState.WITHDRAWN}

    def test_whoever_drafts_does_not_publish_by_that_right(self) -> None:
        for (_, verb), step in NOTICE_STEPS.items():
            publishes = verb in (NoticeVerb.RELEASE, NoticeVerb.RETURN, NoticeVerb.WITHDRAW)
            assert step.needs is (Permission.DISCLOSURE_RELEASE if publishes else Permission.DISCLOSURE_EDIT)


class TestObjections:
    @pytest.mark.parametrize("state", list(ObjectionState))
    def test_an_answer_is_given_once(self, state: ObjectionState) -> None:
        if state is ObjectionState.OPEN:
            rules.refuse_answered(state)
            return
        with pytest.raises(Refused) as refused:
            rules.refuse_answered(state)
        assert refused.value.spec is errors.ANSWERED


class TestPorts:
    def test_a_type_is_declared_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ports, "CONSUMERS", {})
        ports.define("tea", lambda _ctx, _happening: None)
        with pytest.raises(ValueError, match="twice"):
            ports.define("tea", lambda _ctx, _happening: None)
