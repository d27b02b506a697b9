"""公示: what a notice does to the publication, and that nothing goes on before everyone has had the time and the answer."""

from datetime import date

import pytest

from api.assessments.rules.publicity import PublicationState, follow, require_answered, require_over
from api.core.errors import Refused

S = PublicationState
EVENTS = ("released", "corrected", "objected", "answered", "ended", "withdrawn", "discarded")
LAST = date(2026, 11, 20)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", list(S))
def test_a_notice_moves_its_publication(state: PublicationState, event: str) -> None:
    after = {
        "released": S.RELEASED,
        "corrected": S.RELEASED,
        "ended": S.ENDED,
        "withdrawn": S.WITHDRAWN,
        "discarded": S.WITHDRAWN,
    }.get(event, state)
    assert follow(state, event) is (S.WITHDRAWN if state is S.WITHDRAWN else after)


class TestBeforeItIsFinal:
    def test_the_last_day_belongs_to_the_public(self) -> None:
        require_over(LAST, date(2026, 11, 21))
        for today, last in ((LAST, LAST), (date(2026, 11, 1), LAST), (LAST, None)):
            with pytest.raises(Refused) as refused:
                require_over(last, today)
            assert refused.value.spec.code == "assessment.publicity_running"

    @pytest.mark.parametrize(
        ("objections", "appeals", "code"),
        [(0, 0, None), (1, 0, "objections_open"), (0, 2, "appeals_open"), (3, 2, "objections_open")],
    )
    def test_everyone_is_answered(self, objections: int, appeals: int, code: str | None) -> None:
        if code is None:
            require_answered(objections, appeals)
            return
        with pytest.raises(Refused, match=rf"assessment\.{code}"):
            require_answered(objections, appeals)
