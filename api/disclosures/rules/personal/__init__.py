"""Personal data in what is about to be published. A search that knows forms, not people: it proposes, a person decides.

个人信息保护法 第六条: no more than the purpose needs; 第二十五条: a processor publishes personal data only with separate
consent; 第二十八条: data of children under fourteen, health and finances are sensitive. A finding is therefore removed,
or explained by the second person who releases the notice (a duty telephone is no private one).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.disclosures.rules.content import Content, NoticeTable
from api.disclosures.rules.personal import numbers, words
from api.disclosures.rules.personal.numbers import Hit, is_identity, luhn_holds

__all__ = ["Finding", "FindingKind", "find_in", "find_personal", "is_identity", "luhn_holds", "mask_content"]


class FindingKind(StrEnum):
    """What something seems to be."""

    IDENTITY_NUMBER = "identity_number"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    ADDRESS = "address"
    MINOR_NAME = "minor_name"
    AID_REASON = "aid_reason"  # a column that says why somebody is in need
    ATTACHMENT = "attachment"  # nobody but a person can look into it


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters `start` to `end` of the text at `place`, and what is proposed instead; None: only a person can tell."""

    kind: FindingKind
    place: str
    start: int
    end: int
    mask: str | None

    @property
    def key(self) -> str:
        """Names the finding in this content."""
        return f"{self.place}:{self.start}-{self.end}:{self.kind.value}"


# In this order: what an earlier one has taken is not told again by a later one.
_DETECTORS: Sequence[tuple[FindingKind, Callable[[str], Iterator[Hit]]]] = (
    (FindingKind.IDENTITY_NUMBER, numbers.identities),
    (FindingKind.BANK_CARD, numbers.cards),
    (FindingKind.MOBILE, numbers.mobiles),
    (FindingKind.LANDLINE, numbers.landlines),
    (FindingKind.EMAIL, words.emails),
    (FindingKind.ADDRESS, words.addresses),
    (FindingKind.MINOR_NAME, words.pupils_called),
)
# Full-width digits, letters and signs as their half-width ones; the blank too. One for one: places stay.
_HALF = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20, 0x2014: 0x2D, 0x2013: 0x2D}


def find_in(place: str, text: str) -> list[Finding]:
    """What one text seems to hold, from left to right."""
    plain = text.translate(_HALF)
    found: list[Finding] = []
    for kind, detect in _DETECTORS:
        for hit in detect(plain):
            if all(hit.end <= other.start or hit.start >= other.end for other in found):
                found.append(Finding(kind, place, hit.start, hit.end, hit.mask))
    return sorted(found, key=lambda finding: finding.start)


def find_personal(content: Content, files: Sequence[str] = (), *, minors: bool = False) -> list[Finding]:
    """Everything in a content, and in the names of its attachments, that seems to be personal data, in its order."""
    found = [finding for place, text in content.places() for finding in find_in(place, text)]
    if content.table is not None:
        found += _in_lists(content.table, {finding.place for finding in found}, minors=minors)
    for index, name in enumerate(files):
        found += find_in(f"/file_ids/{index}/name", name)
        found.append(Finding(FindingKind.ATTACHMENT, f"/file_ids/{index}", 0, len(name), None))
    return found


def _in_lists(table: NoticeTable, known: set[str], *, minors: bool) -> Iterator[Finding]:
    """Pupils' names in a column of names, and columns that tell why somebody gets aid."""
    pupils = [at for at, head in enumerate(table.columns) if words.names_pupils(head, minors=minors)]
    for at, head in enumerate(table.columns):
        if (minors or pupils) and words.tells_reason(head):
            yield Finding(FindingKind.AID_REASON, f"/table/columns/{at}", 0, len(head), None)
    for number, row in enumerate(table.rows):
        for at in pupils:
            place = f"/table/rows/{number}/{at}"
            if place not in known and at < len(row) and words.is_full_name(row[at]):
                yield Finding(FindingKind.MINOR_NAME, place, 0, len(row[at]), words.masked_name(row[at].strip()))


def mask_content(content: Content, findings: Sequence[Finding]) -> Content:
    """The content with the proposed masks in place of what was found."""
    texts = dict(content.places())
    for finding in sorted(findings, key=lambda one: -one.start):  # from the right: places before it stay
        if finding.mask is not None and finding.place in texts:
            text = texts[finding.place]
            texts[finding.place] = text[: finding.start] + finding.mask + text[finding.end :]
    return _rebuilt(content, texts)


def _rebuilt(content: Content, texts: dict[str, str]) -> Content:
    table = content.table
    return Content(
        texts["/title"],
        tuple(texts[f"/paragraphs/{index}"] for index in range(len(content.paragraphs))),
        NoticeTable(
            tuple(texts[f"/table/columns/{index}"] for index in range(len(table.columns))),
            tuple(
                tuple(texts[f"/table/rows/{at}/{index}"] for index in range(len(row)))
                for at, row in enumerate(table.rows)
            ),
        )
        if table
        else None,
    )
