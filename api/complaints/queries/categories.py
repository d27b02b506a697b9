"""The taxonomy as the house calls it: shipped groups and codes, with what was changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.complaints.models.clocks import ComplaintCategory
from api.complaints.rules.taxonomy import CATEGORIES, GROUPS, Category
from api.complaints.rules.words import Track


def overrides(session: Session) -> Mapping[str, ComplaintCategory]:
    """What the house has changed, by code."""
    return {row.code: row for row in session.scalars(select(ComplaintCategory))}


def categories(session: Session) -> Mapping[str, Category]:
    """Every matter by its code."""
    own = overrides(session)
    return {code: _own(shipped, own[code]) if code in own else shipped for code, shipped in CATEGORIES.items()}


def _own(shipped: Category, row: ComplaintCategory) -> Category:
    fields = shipped.fields if row.fields is None else tuple(row.fields)
    return replace(shipped, zh=row.zh, en=row.en, track=Track(row.track), fields=fields)


def asked_of(session: Session, code: str | None) -> Sequence[Mapping[str, Any]]:
    """What is asked beside the text in a matter; nothing where there is none."""
    if code is None or code not in CATEGORIES:
        return ()
    own = session.get(ComplaintCategory, code)
    return _own(CATEGORIES[code], own).fields if own else CATEGORIES[code].fields


def presumed_track(session: Session, code: str | None) -> Track:
    """On which track a case of this matter begins; one without a matter is a petition."""
    own = session.get(ComplaintCategory, code) if code else None
    return _begins_on(own, CATEGORIES.get(code or ""))


def presumed_tracks(session: Session, codes: Collection[str | None]) -> Mapping[str | None, Track]:
    """The same of many matters, by code."""
    own = overrides(session)
    return {code: _begins_on(own.get(code or ""), CATEGORIES.get(code or "")) for code in codes}


def _begins_on(own: ComplaintCategory | None, shipped: Category | None) -> Track:
    if own is not None and shipped is not None:
        return Track(own.track)
    return shipped.track if shipped else Track.PETITION


def public_list(session: Session) -> list[dict[str, Any]]:
    """The matters that the portal offers, in the order of their codes."""
    own = overrides(session)
    shown = [one for one in categories(session).values() if one.code not in own or own[one.code].portal]
    return [
        {
            "code": one.code,
            "group": one.group,
            "group_zh": GROUPS[one.group].zh,
            "group_en": GROUPS[one.group].en,
            "label_zh": one.zh,
            "label_en": one.en,
            "flags": sorted(flag.value for flag in one.flags),
            "fields": [dict(field) for field in one.fields],
        }
        for one in shown
    ]
