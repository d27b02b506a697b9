"""The order of the sequence: by time, and for one object always by revision."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.ledger.rules import in_order


@dataclass(frozen=True)
class Event:
    id: UUID
    object_id: UUID
    revision: int | None
    object_type: str = "school"


def event(made: int, about: int, revision: int | None) -> Event:
    return Event(UUID(int=made), UUID(int=about), revision)


EVENTS = st.lists(
    st.builds(event, st.integers(0, 2**64), st.integers(0, 3), st.none() | st.integers(1, 5)),
    max_size=30,
    unique_by=lambda each: each.id,
)


class TestInOrder:
    def test_events_of_different_objects_stand_by_time(self) -> None:
        late, early = event(2, 1, 9), event(1, 2, 3)
        assert in_order([late, early]) == [early, late]

    def test_a_clock_that_ran_ahead_does_not_turn_revisions_round(self) -> None:
        first, other, second = event(9, 1, 1), event(5, 2, 1), event(3, 1, 2)
        assert in_order([second, other, first]) == [first, other, second]

    def test_events_without_a_revision_keep_their_place(self) -> None:
        reading, first, second = event(2, 1, None), event(3, 1, 1), event(1, 1, 2)
        assert in_order([first, reading, second]) == [first, reading, second]

    def test_objects_of_two_kinds_with_one_id_are_two_objects(self) -> None:
        unit = Event(UUID(int=1), UUID(int=7), 2, "unit")
        school = Event(UUID(int=2), UUID(int=7), 1, "school")
        assert in_order([school, unit]) == [unit, school]

    @given(EVENTS)
    def test_nothing_is_lost_and_revisions_never_fall(self, events: list[Event]) -> None:
        ordered = in_order(events)
        assert sorted(ordered, key=lambda each: each.id) == sorted(events, key=lambda each: each.id)
        seen: dict[UUID, list[int]] = defaultdict(list)
        for each in ordered:
            if each.revision is not None:
                seen[each.object_id].append(each.revision)
        assert all(revisions == sorted(revisions) for revisions in seen.values())

    @given(EVENTS)
    def test_the_order_does_not_depend_on_how_they_came(self, events: list[Event]) -> None:
        assert in_order(events) == in_order(events[::-1])
