"""The units that the calendar's tests speak of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Ids of units: a county, its bureau, a district and a school in it; a county beside it; a unit that is not there."""

    county: str
    bureau: str
    district: str
    school: str
    elsewhere: str
    nowhere: str = "0198c0de-0000-7000-8000-00000000dead"
