"""Wire shapes of the public face: only what was released."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.schemas import Day, In, Named, Out, Text
from api.disclosures.rules import Form, Phase
from api.disclosures.schemas.notices import KindCode
from api.disclosures.schemas.objections import Contact, Words

_ID = "0198c0de-0000-4000-8000-000000000001"
NoticeNumber = Annotated[Text, StringConstraints(pattern=r"^2[0-9]{3}-[0-9]{5,7}$"), Field(examples=["2026-00012"])]


class KindName(Out):
    """What a kind is called, and on which ground it stands."""

    code: str
    zh: str
    en: str
    basis_zh: str
    basis_en: str


class PageRow(Out):
    """A notice in the public list."""

    number: str
    title: str
    unit: Named
    kind: KindName
    form: Form
    phase: Phase
    released_on: Day
    starts_on: Day
    ends_on: Day | None
    corrected: bool


class PageTable(Out):
    """The table of a notice."""

    columns: list[str]
    rows: list[list[str]]


class PageFile(Out):
    """An attachment, cleaned; `position` is its place in the address."""

    position: int
    name: str
    media_type: str
    size: int


class PageEdition(Out):
    """An edition of a notice, by its number."""

    edition: int
    released_on: Day
    reason: str | None = Field(description="Why it replaced the one before.")
    shown: bool = Field(description="Whether what it said can still be read.")


class PageAnswer(Out):
    """An answer to an objection as the public sees it."""

    accepted: bool
    summary: str
    answered_on: Day


class PageObjections(Out):
    """What came in, in numbers; nobody's words."""

    received: int
    accepted: int
    not_accepted: int
    answers: list[PageAnswer]


class PageOut(PageRow):
    """A notice as anyone reads it."""

    edition: int
    shown: bool = Field(description="False: withdrawn, being corrected, or taken down after its period.")
    paragraphs: list[str]
    table: PageTable | None
    files: list[PageFile]
    reason: str | None = Field(description="Why it was corrected.")
    withdrawn_on: Day | None
    withdrawn_reason: str | None
    days: int | None = Field(description="Working days of the period.")
    days_left: int | None = Field(description="Working days left, today included; null: it does not run.")
    provisional: bool
    takes_objections: bool
    objections: PageObjections
    editions: list[PageEdition] = Field(description="Newest first.")
    document_hash: str | None = Field(description="SHA-256 of the canonical document, as the ledger holds it.")


class LetterIn(In):
    """An objection. No name is asked for, and no address kept."""

    model_config = ConfigDict(json_schema_extra={"example": {"id": _ID, "text": "名单里漏了六年级组推荐的教师。"}})

    id: UUID = Field(description="Random (UUIDv4), made by the sender: sent again after a broken line it counts once.")
    text: Words
    contact: Contact | None = Field(None, description="Only if an answer to oneself is wanted.")


class LetterTaken(Out):
    """That it has been taken. There is nothing to keep: the answer appears, in numbers, on the notice's page."""

    number: str
    received_on: Day


class UnitOfPages(Out):
    """A unit that has published, and how many."""

    id: UUID
    name: str
    notices: int


class UnitsOfPages(Out):
    """The units that have published, most first."""

    items: list[UnitOfPages]


class PageKinds(Out):
    """The kinds of notices that are taken."""

    items: list[KindName]


class PageFilter(BaseModel):
    """Which notices."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=64, description="Words of title, unit and number.")
    unit: UUID | None = None
    kind: KindCode | None = None
    form: Form | None = None
    running: bool | None = Field(None, description="Only those whose period runs, or that stand, today.")


Document = dict[str, Any]
