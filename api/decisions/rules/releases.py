"""Releases of the Open Contracting Data Standard 1.1: what of them is a contract of ours. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

# https://standard.open-contracting.org/1.1/en/schema/codelists/
_METHODS = {"open": "open_tender", "selective": "comparison", "limited": "negotiation", "direct": "direct"}
_KINDS = frozenset({"goods", "works", "services"})
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Award:
    """The award of a release. With several suppliers it is a framework: none of them is the one that gets the sum."""

    ocid: str
    released_at: datetime
    number: str
    title: str
    awarded_at: datetime
    amount: Decimal
    suppliers: tuple[str, ...]
    method: str | None
    kind: str | None

    def as_row(self, day_of: Callable[[datetime], date]) -> dict[str, Any]:
        """The same as a row of contracts."""
        one = self.suppliers[0] if len(self.suppliers) == 1 else None
        return {
            "source_id": self.ocid,
            "number": self.number,
            "title": self.title,
            "signed_on": day_of(self.awarded_at).isoformat(),
            "amount": f"{self.amount:.2f}",
            "method": self.method,
            "spend_type": self.kind,
            "framework": len(self.suppliers) > 1,
            **({"supplier": one} if one else {}),
        }


def fault_in(release: Mapping[str, Any], currency: str) -> tuple[str | None, str]:
    """What keeps the award of a release out (`form`, `currency`), and where; none where it has no award."""
    try:
        found = _award(release)
        if found is None:
            return None, ""
        value = found.get("value") or {}
        if value.get("currency") not in {None, currency}:
            return "currency", "/awards/0/value/currency"
        award_in(release)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
        return "form", "/awards/0"
    return None, ""


def award_in(release: Mapping[str, Any]) -> Award | None:
    """The award of a release; None where nothing has been awarded. Errors: those of a document that is none."""
    found = _award(release)
    if found is None:
        return None
    tender = release.get("tender") or {}
    names = dict.fromkeys(str(one["name"]).strip() for one in found.get("suppliers") or ())
    kind = tender.get("mainProcurementCategory")
    return Award(
        ocid=str(release["ocid"]),
        released_at=_instant(release["date"]),
        number=str(found["id"])[:200],
        title=str(found.get("title") or tender.get("title") or release["ocid"]).strip()[:_LONGEST],
        awarded_at=_instant(found["date"]),
        amount=Decimal(str(found["value"]["amount"])),
        suppliers=tuple(name for name in names if name),
        method=_METHODS.get(str(tender.get("procurementMethod"))),
        kind=kind if kind in _KINDS else None,
    )


def _award(release: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The award that stands: the last that was neither cancelled nor unsuccessful."""
    given = [one for one in release.get("awards") or () if one.get("status") in {None, "active", "pending"}]
    return given[-1] if given else None


def _instant(text: Any) -> datetime:
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at
