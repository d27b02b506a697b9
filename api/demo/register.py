"""The demo's old register of complaints: a year of closed cases as an import brings them in, codes only. All invented.

Single cases of the demo are too few for a trend or a table of figures, which show no number below three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from api.access.permissions import Permission
from api.complaints.service.take_legacy import take_legacy
from api.core import clock
from api.core.context import Context
from api.core.intake import Action, How, Mode, Row
from api.demo.evidence import seated
from api.organizations.models import Unit
from api.organizations.rules import UnitKind

_MONTHS = 14
# Most of what is reported concerns few schools; who petitions gives a name.
_BUSY, _OF_BUSY, _NAMED_AT_ALL, _NAMED = 10, 0.75, 30, {"X": 0.7}
# Cases of a month by track (fewest, most), the days they take, and what they are mostly about.
_TRACKS: dict[str, tuple[tuple[int, int], tuple[int, int], tuple[str, ...]]] = {
    "J": ((3, 6), (45, 85), ("0402", "0402", "0201", "1001", "0303", "1404", "0104")),
    "X": ((3, 7), (18, 58), ("0302", "0302", "0603", "0706", "1302", "0502")),
    "H": ((9, 16), (1, 7), ("1701", "1701", "1702", "0302", "0603", "0401")),
    "S": ((5, 10), (8, 17), ("0104", "0104", "0902", "0901", "0206", "0502", "1602")),
}
_CHANNELS = ("hotline_12345", "phone", "phone", "letter", "visit", "email", "superior")
_FINDINGS = ("true", "partly", "partly", "untrue", "untrue", "unverifiable")


def load_register(ctx: Context) -> int:
    """Bring in the closed cases of the months that are over; returns how many."""
    clerk = replace(seated(ctx, "intake"), permission=Permission.COMPLAINT_SUBMIT)
    stmt = select(Unit.id).where(Unit.kind == UnitKind.SCHOOL.value).order_by(Unit.sort_key, Unit.id)
    rows = list(_rows(clock.legal_day(clerk.now), list(ctx.session.scalars(stmt))))
    taken = take_legacy(clerk, rows, How(Mode.CREATE, "source_no", {"unit": "id"}, write=True))
    return sum(one.action is Action.CREATED for one in taken)


def _rows(today: date, schools: Sequence[UUID]) -> Iterator[Row]:
    dice, number = Random("register"), 0
    for month in _months(today):
        for track, ((fewest, most), days, matters) in _TRACKS.items():
            for _ in range(dice.randint(fewest, most)):
                received = month + timedelta(days=dice.randrange(28))
                took = min(dice.randint(*days), max(1, (today - received).days * 3 // 4))
                concluded = min(received + timedelta(days=took), today)
                finding = dice.choice(_FINDINGS)
                number += 1
                yield Row(
                    number,
                    {
                        "source_system": "old-register",
                        "source_no": f"{received:%Y%m}-{number:04d}",
                        "received_on": received.isoformat(),
                        "concluded_on": concluded.isoformat(),
                        "category": dice.choice(matters),
                        "track": track,
                        "channel": "hotline_12345" if track == "H" else dice.choice(_CHANNELS),
                        "unit": str(_school(dice, schools)),
                        "named": dice.random() < _NAMED.get(track, 0.25),
                        "finding": finding,
                        "form": dice.choice((1, 1, 1, 2)) if track == "J" and finding in {"true", "partly"} else None,
                    },
                )


def _school(dice: Random, schools: Sequence[UUID]) -> UUID:
    some = schools[: _BUSY if dice.random() < _OF_BUSY else _NAMED_AT_ALL]
    return dice.choice(some)


def _months(today: date) -> list[date]:
    """The first days of the months that are over, the oldest first."""
    found = [today.replace(day=1)]
    for _ in range(_MONTHS):
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[:0:-1]
