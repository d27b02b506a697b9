"""The guide prints the tables of the code."""

from pathlib import Path

import pytest

from api.complaints.rules.printing import printed_clocks, printed_states
from api.complaints.rules.states import CaseVerb

GUIDE = (Path(__file__).resolve().parents[3] / "docs/complaints.md").read_text(encoding="utf-8")


class TestGuide:
    def test_it_holds_every_move(self) -> None:
        assert printed_states() in GUIDE

    def test_it_holds_every_clock(self) -> None:
        assert printed_clocks() in GUIDE

    @pytest.mark.parametrize("verb", list(CaseVerb))
    def test_every_verb_is_a_row(self, verb: CaseVerb) -> None:
        assert f"| `{verb}` |" in printed_states()
