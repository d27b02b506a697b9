"""The kinds of notices: how long, on which ground, what must be attached, whether objections are taken. Data, not code."""

import json
from collections.abc import Mapping
from enum import StrEnum
from importlib import resources
from typing import NamedTuple


class Form(StrEnum):
    """公示: shown for a period so that anyone can object. 公开: stays in view from a day by which it is due."""

    PUBLICITY = "publicity"
    STANDING = "standing"


class Need(StrEnum):
    """What a notice of a kind must hold before it is checked."""

    TEXT = "text"
    TABLE = "table"
    TABLE_OR_ATTACHMENT = "table_or_attachment"


class Basis(NamedTuple):
    """The regulation behind a kind, in words; `verified` where article and number were compared with the text."""

    zh: str
    en: str
    verified: bool


class NoticeKind(NamedTuple):
    """A kind of notice.

    `days`: working days of a publicity, `least_days` the fewest that may be chosen. `due_days`: working days from the
    day on which the information was formed. `expires_days`: days until a standing publication leaves the list.
    `minors`: its lists name pupils. `hide_after`: the content is taken down when the period is over.
    """

    code: str
    form: Form
    zh: str
    en: str
    objections: bool
    needs: tuple[Need, ...]
    minors: bool
    hide_after: bool
    basis: Basis
    days: int = 0
    least_days: int = 0
    due_days: int = 0
    expires_days: int | None = None


MOST_DAYS = 60


def _kind(entry: dict[str, object]) -> NoticeKind:
    known = {
        **entry,
        "form": Form(str(entry["form"])),
        "needs": tuple(map(Need, entry["needs"])),  # type: ignore[call-overload]
        "basis": Basis(**entry["basis"]),  # type: ignore[arg-type]
    }
    return NoticeKind(**known)  # type: ignore[arg-type]


def _load() -> dict[str, NoticeKind]:
    text = resources.files("api.disclosures.data").joinpath("kinds.json").read_text(encoding="utf-8")
    return {entry["code"]: _kind(entry) for entry in json.loads(text)["kinds"]}


KINDS: Mapping[str, NoticeKind] = _load()
