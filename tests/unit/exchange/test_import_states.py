"""The table of states, gone through cell by cell, with everyone who may come."""

from itertools import product

import pytest

from api.core.errors import Refused
from api.exchange.imports.rules import (
    ENDED,
    RUNNING,
    STEPS,
    Guard,
    ImportState,
    ImportVerb,
    Standing,
    Who,
    may,
    person_step,
    step,
    verbs,
)

S, V = ImportState, ImportVerb
EVERYTHING = Standing(own=True, file=True, rows=True, reversible=True, in_time=True)
PEOPLES = [verb for verb in V if verb in {v for (_, v), move in STEPS.items() if move.who is not Who.HOUSE}]
CELLS = list(product(S, V))


@pytest.mark.parametrize(("state", "verb"), CELLS, ids=lambda part: part.value)
def test_a_cell_leads_on_or_is_refused_with_the_list_of_what_can_be_done(state: ImportState, verb: ImportVerb) -> None:
    if (state, verb) in STEPS:
        assert step(state, verb).after in S
        return
    with pytest.raises(Refused) as refused:
        step(state, verb)
    assert refused.value.spec.code == "import.wrong_state"
    assert refused.value.params["allowed"] == (", ".join(verbs(state)) or "–")


def test_every_state_can_be_reached_and_left_where_it_is_no_end() -> None:
    reached = {move.after for move in STEPS.values()} | {S.OPEN}
    assert reached == set(S)
    left = {state for (state, _), move in STEPS.items() if move.after is not state}
    assert set(S) - left == {S.EXPIRED, S.ROLLED_BACK}


def test_what_runs_ends_by_itself_and_can_be_stopped() -> None:
    for state in RUNNING:
        assert {V.CANCEL, V.FAIL} <= {verb for before, verb in STEPS if before is state}
    assert not RUNNING & ENDED


@pytest.mark.parametrize(("state", "verb"), [(s, v) for s, v in CELLS if v in PEOPLES], ids=lambda part: part.value)
def test_what_a_move_lacks_keeps_people_from_it(state: ImportState, verb: ImportVerb) -> None:
    assert may(state, verb, EVERYTHING) == ((state, verb) in STEPS)
    if (state, verb) not in STEPS:
        return
    move = STEPS[state, verb]
    missing = {"own": move.who is Who.STARTER, "file": move.guard is Guard.FILE, "rows": move.guard is Guard.ROWS}
    missing |= dict.fromkeys(("reversible", "in_time"), move.guard is Guard.WRITTEN)
    for name, matters in missing.items():
        lacking = Standing(**{each: each != name for each in missing})
        assert may(state, verb, lacking) == (not matters), name


def test_each_lack_has_a_code_of_its_own() -> None:
    cases = {
        "import.not_yours": (S.OPEN, V.START, "own"),
        "import.no_file": (S.OPEN, V.START, "file"),
        "import.rows_gone": (S.VALIDATED, V.APPLY, "rows"),
        "import.nothing_written": (S.COMPLETED, V.ROLLBACK, "reversible"),
        "import.rollback_over": (S.COMPLETED, V.ROLLBACK, "in_time"),
    }
    for code, (state, verb, lack) in cases.items():
        lacking = Standing(**{name: name != lack for name in ("own", "file", "rows", "reversible", "in_time")})
        with pytest.raises(Refused) as refused:
            person_step(state, verb, lacking)
        assert refused.value.spec.code == code
