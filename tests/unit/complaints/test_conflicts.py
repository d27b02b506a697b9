"""Who keeps out; what a package covers; the taxonomy."""

from uuid import uuid4

import pytest

from api.complaints import errors
from api.complaints.rules.conflicts import Candidate, Named, assignment_fault
from api.complaints.rules.packages import (
    COVERED,
    PACKAGE_STEPS,
    Cover,
    PackageState,
    PackageVerb,
    are_sound,
    package_step,
    package_verbs,
    redact,
)
from api.complaints.rules.policy import ORGANS, REASONS, RETENTION_YEARS
from api.complaints.rules.taxonomy import CATEGORIES, GROUPS
from api.complaints.rules.words import CaseFinding, Rank, ReasonCode, Satisfaction, Track, satisfaction
from api.core.errors import ErrorSpec, Refused

BUREAU, SCHOOL, OTHER, ACCUSED, HANDLER = (uuid4() for _ in range(5))
NAMED = Named({ACCUSED}, {SCHOOL}, {Rank.TEACHER})


class TestAssignment:
    @pytest.mark.parametrize(
        ("candidate", "track", "integrity", "expected"),
        [
            (Candidate(BUREAU, False, HANDLER), Track.DISCIPLINE, True, None),
            (Candidate(BUREAU, False, ACCUSED), Track.DISCIPLINE, True, errors.HANDLER_NAMED),
            (Candidate(BUREAU, False, HANDLER, {SCHOOL}), Track.DISCIPLINE, True, errors.HANDLER_SAME_UNIT),
            (Candidate(BUREAU, False, HANDLER, ties={SCHOOL}), Track.PETITION, False, errors.HANDLER_TIED),
            (Candidate(BUREAU, False, HANDLER, ties={ACCUSED}), Track.PETITION, False, errors.HANDLER_TIED),
            (Candidate(SCHOOL, True, HANDLER), Track.CONDUCT, False, errors.UNIT_ACCUSED),
            (Candidate(OTHER, True, HANDLER), Track.CONDUCT, False, None),
            (Candidate(OTHER, True, HANDLER), Track.HOTLINE, False, None),
            (Candidate(OTHER, True, HANDLER), Track.CONDUCT, True, errors.SCHOOL_NOT_ALLOWED),
            (Candidate(OTHER, True, HANDLER), Track.PETITION, False, errors.SCHOOL_NOT_ALLOWED),
            (Candidate(OTHER, True, HANDLER), Track.DISCIPLINE, False, errors.SCHOOL_NOT_ALLOWED),
        ],
    )
    def test_who_is_near_keeps_out(
        self, candidate: Candidate, track: Track, integrity: bool, expected: ErrorSpec | None
    ) -> None:
        assert assignment_fault(NAMED, candidate, track, integrity=integrity) is expected

    def test_a_school_never_handles_what_names_a_leader_of_a_school(self) -> None:
        named = Named(set(), set(), {Rank.SCHOOL_LEADER})
        fault = assignment_fault(named, Candidate(OTHER, True), Track.CONDUCT, integrity=False)
        assert fault is errors.SCHOOL_NOT_ALLOWED


class TestPackage:
    @pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in PackageState for verb in PackageVerb])
    def test_a_verb_moves_by_the_table_or_is_refused(self, state: PackageState, verb: PackageVerb) -> None:
        if (state, verb) in PACKAGE_STEPS:
            assert package_step(state, verb) is PACKAGE_STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            package_step(state, verb)
        assert refused.value.params["allowed"] == (", ".join(package_verbs(state)) or "–")

    def test_what_is_covered_leaves_no_length(self) -> None:
        assert redact("张老师收了一千元", [Cover(0, 3), Cover(5, 8)]) == f"{COVERED}收了{COVERED}"
        assert redact("没有", []) == "没有"

    @pytest.mark.parametrize(
        ("spans", "sound"),
        [
            ([], True),
            ([Cover(0, 2), Cover(2, 4)], True),
            ([Cover(2, 4), Cover(0, 2)], True),
            ([Cover(0, 3), Cover(2, 4)], False),
            ([Cover(3, 3)], False),
            ([Cover(-1, 2)], False),
            ([Cover(2, 9)], False),
        ],
    )
    def test_spans_lie_within_the_text_and_do_not_overlap(self, spans: list[Cover], sound: bool) -> None:
        assert are_sound(spans, 8) is sound


class TestTaxonomy:
    def test_there_are_seventeen_groups_and_the_rest(self) -> None:
        assert len(GROUPS) == 18
        assert list(GROUPS)[-1] == "99"
        assert all(code.startswith(one.group) and len(code) == 4 for code, one in CATEGORIES.items())

    def test_three_matters_are_told_the_same_day(self) -> None:
        assert [code for code, one in CATEGORIES.items() if one.urgent] == ["0401", "0901", "0903"]

    def test_integrity_runs_on_the_track_of_discipline_or_conduct(self) -> None:
        assert {one.track for one in CATEGORIES.values() if one.integrity} == {Track.DISCIPLINE, Track.CONDUCT}

    def test_every_word_is_in_both_languages(self) -> None:
        listed = [*GROUPS.values(), *CATEGORIES.values(), *REASONS.values(), *ORGANS.values()]
        assert all(word.zh and word.en for word in listed)  # type: ignore[attr-defined]
        assert set(REASONS) == set(ReasonCode)
        assert set(RETENTION_YEARS) == {"none", *CaseFinding}

    def test_stars_say_how_content_somebody_is(self) -> None:
        assert [satisfaction(stars) for stars in range(1, 6)] == [
            *(Satisfaction.UNSATISFIED, Satisfaction.UNSATISFIED, Satisfaction.FAIR),
            *(Satisfaction.SATISFIED, Satisfaction.SATISFIED),
        ]
