"""Wire shapes of the public face: what a reporter sends and sees."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from api.complaints.rules import files
from api.complaints.rules.public_words import Word
from api.core.schemas import Day, In, Line, Out, Text

MOST_TEXT = 10_000
MOST_FILE = files.MOST
# A file of the largest size, and what is said of it.
MOST_FILE_BODY = MOST_FILE + 16_384
MOST_FILES, MOST_LETTERS = 10, 50

Body = Annotated[Text, StringConstraints(min_length=1, max_length=MOST_TEXT)]
Typed = Annotated[
    Text, StringConstraints(max_length=200), Field(description="The receipt as it was typed; blanks do not count.")
]


def _is_random(value: UUID) -> UUID:
    if value.version != 4:  # noqa: PLR2004 (the time in any other un-masks)
        raise ValueError("made at random: UUIDv4")
    return value


Random = Annotated[UUID, AfterValidator(_is_random), Field(description="Random (UUIDv4), made by the sender.")]


class Concerns(StrEnum):
    """Whom it concerns 反映谁: asked before anything else."""

    TEACHER = "teacher"
    SCHOOL = "school"
    SCHOOL_LEADER = "school_leader"
    SECTION = "section"
    TRAINING = "training"
    BUREAU_HEAD = "bureau_head"
    INSPECTION_TEAM = "inspection_team"
    OTHER = "other"


# What the bureau's own team may not take in (《工作规则》第十五条): straight to the superior, nothing is kept here.
SUPERIOR = frozenset({Concerns.BUREAU_HEAD, Concerns.INSPECTION_TEAM})


class ConcernOut(Out):
    """One answer to the first question."""

    code: Concerns
    superior: bool = Field(description="It goes to the superior organ: its channels are shown, nothing is taken here.")


class SuperiorOut(Out):
    """A channel of an organ above the bureau."""

    name_zh: str
    name_en: str
    phone: str
    note_zh: str
    note_en: str


class SuperiorsOut(Out):
    """The channels of the superior organ."""

    items: list[SuperiorOut]


class ParagraphOut(Out):
    """A paragraph of the privacy notice."""

    zh: str
    en: str


class PrivacyOut(Out):
    """The notice under which a complaint is sent."""

    version: str
    paragraphs: list[ParagraphOut]


class PortalLimitsOut(Out):
    """What is taken."""

    text: int
    letters: int
    files: int
    file_bytes: int
    file_types: list[str]


class PortalOut(Out):
    """What the first page needs."""

    open: bool = Field(description="False: nothing can be taken in at the moment; show the other channels.")
    takes_identity: bool = Field(description="False: anonymous only, since fewer than two custodians have a key.")
    concerns: list[ConcernOut]
    superiors: list[SuperiorOut]
    privacy: PrivacyOut
    limits: PortalLimitsOut


class FieldChoiceOut(Out):
    """One answer that can be chosen."""

    code: str
    zh: str
    en: str


class CategoryFieldOut(Out):
    """A question that a category asks beside the text."""

    code: str
    zh: str
    en: str
    kind: str = Field(description="`text`, `choice`, `money`, `date` or `boolean`; the answer is written as text.")
    required: bool = False
    choices: list[FieldChoiceOut] = []


class PublicCategoryOut(Out):
    """What can be reported (Open311: service and its definition)."""

    code: str
    label_zh: str
    label_en: str
    group: str
    group_zh: str
    group_en: str
    flags: list[str]
    fields: list[CategoryFieldOut]


class CategoriesOut(Out):
    """The public list of categories."""

    items: list[PublicCategoryOut]


class PlaceOut(Out):
    """A unit that can be named."""

    id: UUID
    name: str
    kind: str
    within: str = Field(description="The unit above it.")


class PlacesOut(Out):
    """Every unit, sent whole: so nobody learns which one somebody looked for."""

    items: list[PlaceOut]


class ChallengeOut(Out):
    """Work to be done before sending, 0 is none.

    Find a `nonce` so that SHA-256 of `challenge.key.nonce` begins with `difficulty` zero bits, where `key` is the
    Idempotency-Key of the complaint.
    """

    challenge: str
    difficulty: int


class ProofIn(In):
    """The work that was done."""

    challenge: Annotated[Text, StringConstraints(max_length=400)]
    nonce: Annotated[Text, StringConstraints(max_length=40)]


class ReporterIdentityIn(In):
    """Who reports, if they wish to say. Sealed to the custodians at once; nobody else can open it."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "温素琴", "phone": "13900000000"}})

    name: Annotated[Line, StringConstraints(max_length=60)]
    phone: Annotated[Line, StringConstraints(max_length=40)] | None = None
    address: Annotated[Line, StringConstraints(max_length=200)] | None = None
    relation: Annotated[Line, StringConstraints(max_length=60)] | None = Field(
        None, description="As parent, teacher, …"
    )


def _short_answers(value: Any) -> Any:
    if isinstance(value, dict) and len(value) > 20:  # noqa: PLR2004
        raise ValueError("at most 20 answers")
    return value


Answers = Annotated[
    dict[
        Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")],
        Annotated[Text, StringConstraints(max_length=500)],
    ],
    BeforeValidator(_short_answers),
]


class ComplaintIn(In):
    """A complaint from the portal. Under 14, two questions only: what happened, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "concerns": "school",
                "category": "0401",
                "text": "食堂把剩菜第二天再卖。",
                "privacy_version": "2026-11-28",
            }
        }
    )

    concerns: Concerns
    text: Body
    privacy_version: Annotated[Line, StringConstraints(max_length=20)]
    category: Annotated[Line, StringConstraints(max_length=8)] | None = None
    unit_id: UUID | None = Field(None, description="One of the places.")
    place: Annotated[Line, StringConstraints(max_length=200)] | None = Field(None, description="Where, in own words.")
    answers: Answers = Field(default_factory=dict, description="To the questions of the category.")
    identity: ReporterIdentityIn | None = None
    under_14: StrictBool = False
    language: Annotated[str, StringConstraints(pattern=r"^(zh-CN|en)$")] = "zh-CN"
    proof: ProofIn | None = Field(None, description="Needed where the challenge has a difficulty.")


class ReceiptOut(Out):
    """The receipt. It is shown this once and cannot be had again."""

    receipt: str = Field(examples=["7QRM-0V2K-8D3T-HWX5-C"])
    received_on: Day
    urgent: bool = Field(description="Someone may be in danger: show 110 and 120 as well.")


class ReceiptIn(In):
    """Whoever holds a receipt."""

    receipt: Typed


class ReporterLetterIn(ReceiptIn):
    """An answer, or something to add. The same id again is the same letter."""

    id: Random
    text: Body


class FileIn(ReceiptIn):
    """What is said of a file that is added. Its name is sealed with it; the same id again is the same file."""

    id: Random
    name: Annotated[Line, StringConstraints(max_length=200)]


class RevealIn(ReceiptIn):
    """Say who one is, later. It cannot be taken back."""

    identity: ReporterIdentityIn


class WithdrawalIn(ReceiptIn):
    """Withdraw. It is noted; what has to be looked into still is."""

    reason: Annotated[Text, StringConstraints(max_length=1000)] = ""


class ObjectionIn(ReporterLetterIn):
    """What is wrong with the answer."""


class RatingIn(ReceiptIn):
    """How it was handled 满意度, 1 to 5."""

    stars: int = Field(ge=1, le=5)
    text: Annotated[Text, StringConstraints(max_length=1000)] = ""


class LetterOut(Out):
    """One letter between the reporter and the house."""

    kind: str = Field(
        description="`complaint`, `message`, `objection` are the reporter's, `question` and `answer` the house's."
    )
    sent_on: Day
    text: str | None = Field(description="Null: it was sealed to another spelling of the receipt and cannot be opened.")


class Act(StrEnum):
    """What the holder of a receipt can do now."""

    MESSAGE = "message"
    FILE = "file"
    IDENTITY = "identity"
    WITHDRAW = "withdraw"
    OBJECT = "object"
    RATE = "rate"


class PublicWordOut(Out):
    """The state in plain words, and what comes next."""

    code: Word
    zh: str
    en: str
    next_zh: str
    next_en: str


class StandingOut(Out):
    """Where a complaint stands, for whoever holds its receipt. No name, no handler, nothing of others."""

    state: PublicWordOut
    received_on: Day
    changed_on: Day
    expected_on: Day | None = Field(description="The day by which the next answer is due.")
    outcome: str | None = Field(description="`true`, `partly`, `untrue`, `unverifiable`, once it was told.")
    named: bool
    identity_opened_on: Day | None = Field(description="The day on which somebody was allowed to see the identity.")
    withdrawn_on: Day | None
    files: int
    file_types: list[str]
    can: list[Act]
    letters: list[LetterOut]
    expires_on: Day | None


class TakenOut(Out):
    """That it has been taken in."""

    taken_on: Day
