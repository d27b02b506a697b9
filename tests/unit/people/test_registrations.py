"""Periodic registration of teachers as a table."""

from datetime import date
from typing import Any

import pytest

from api.people import errors
from api.people.rules import (
    REGISTRABLE,
    REGISTRATION_STEPS,
    Decision,
    Registration,
    RegistrationStep,
    StaffKind,
    decision_violations,
    legal_decisions,
)

TODAY = date(2026, 11, 20)

LEGAL = {
    (Registration.NONE, Decision.REGISTER): Registration.VALID,
    (Registration.NONE, Decision.SUSPEND): Registration.SUSPENDED,
    (Registration.NONE, Decision.REFUSE): Registration.REFUSED,
    (Registration.VALID, Decision.REGISTER): Registration.VALID,
    (Registration.VALID, Decision.SUSPEND): Registration.SUSPENDED,
    (Registration.VALID, Decision.REFUSE): Registration.REFUSED,
    (Registration.SUSPENDED, Decision.REGISTER): Registration.VALID,
    (Registration.SUSPENDED, Decision.REFUSE): Registration.REFUSED,
    (Registration.REFUSED, Decision.REINSTATE): Registration.VALID,
}


def specs(step: RegistrationStep, last_on: date | None = None, **facts: Any) -> list[object]:
    known = {
        "period_from_on": date(2024, 1, 1),
        "period_to_on": date(2028, 12, 31),
        "decided_on": TODAY,
        "reason": None,
    }
    return [violation.spec for violation in decision_violations({**known, **facts}, step, last_on, TODAY)]


class TestTable:
    @pytest.mark.parametrize("state", list(Registration))
    @pytest.mark.parametrize("decision", list(Decision))
    def test_each_decision_in_each_state_is_legal_or_not(self, state: Registration, decision: Decision) -> None:
        step = REGISTRATION_STEPS.get((state, decision))
        assert (step.after if step else None) == LEGAL.get((state, decision))
        assert (decision in legal_decisions(state)) is ((state, decision) in LEGAL)

    def test_whatever_takes_something_away_or_gives_it_back_says_why(self) -> None:
        silent = {decision for (_, decision), step in REGISTRATION_STEPS.items() if not step.reasoned}
        assert silent == {Decision.REGISTER}

    def test_no_state_is_a_dead_end(self) -> None:
        assert all(legal_decisions(state) for state in Registration)

    def test_teachers_and_administrative_staff_are_registered(self) -> None:
        assert {StaffKind.TEACHER, StaffKind.ADMINISTRATIVE} == REGISTRABLE


class TestDecisions:
    def test_a_plain_registration_needs_no_reason(self) -> None:
        assert specs(RegistrationStep(Registration.VALID)) == []

    def test_a_suspension_without_a_reason_is_refused(self) -> None:
        step = RegistrationStep(Registration.SUSPENDED, reasoned=True)
        assert specs(step) == [errors.REGISTRATION_REASON]
        assert specs(step, reason="培训学时不足") == []

    def test_a_period_ends_after_it_begins(self) -> None:
        assert specs(RegistrationStep(Registration.VALID), period_to_on=date(2024, 1, 1)) == [
            errors.REGISTRATION_PERIOD
        ]

    def test_decisions_are_made_by_today_and_in_order(self) -> None:
        assert specs(RegistrationStep(Registration.VALID), decided_on=date(2026, 11, 21)) == [errors.REGISTRATION_LATER]
        earlier = specs(RegistrationStep(Registration.VALID), last_on=TODAY, decided_on=date(2026, 11, 19))
        assert earlier == [errors.REGISTRATION_ORDER]
        assert specs(RegistrationStep(Registration.VALID), last_on=TODAY) == []
