"""Schools as tests of figures make and change them: any mixture of what is known and what is not."""

from typing import Any

from hypothesis import strategies as st

from api.organizations import rules

PLACES = ("bureau", "district", "other_district", "far_bureau")


def _maybe(values: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(sorted(map(str, values)))


_FACTS = {
    "type": st.sampled_from(sorted(map(str, rules.SchoolType))),
    "ownership": st.sampled_from(sorted(map(str, rules.Ownership))),
    "status": st.sampled_from(sorted(map(str, rules.Status))),
    "boarding": st.sampled_from((None, True, False)),
    "canteen": _maybe(rules.Canteen),
    "area": _maybe(rules.Area),
    "party_organization": _maybe(rules.PartyOrganization),
    "party_coverage": _maybe(rules.PartyCoverage),
    "pupils": st.none() | st.integers(0, 5_000),
    "staff": st.none() | st.integers(0, 500),
    "party_members": st.none() | st.integers(0, 90),
    "address": st.sampled_from((None, "梅岭镇")),
    "longitude": st.sampled_from((None, "115.9")),
    "latitude": st.sampled_from((None, "31.7")),
}
SCHOOL = st.fixed_dictionaries({"name": st.just("数学小学"), **_FACTS})
CHANGE = st.fixed_dictionaries({}, optional=_FACTS)
# Filters that the roll-up answers, and mixtures of them.
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(("primary", "primary,vocational")),
        "stage": st.sampled_from(("primary", "junior,senior")),
        "ownership": st.sampled_from(("public", "private")),
        "status": st.sampled_from(("operating", "suspended,closed")),
    },
)
