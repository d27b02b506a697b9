"""Tables of a case: the case itself, whom it names, what was done to it, who has declared a tie.

No text of a reporter, no name and no reason stands here: what may hold content is sealed and named by its id.
Ids are random (UUIDv4): a time in an id un-masks a person.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.complaints import errors
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseState
from api.complaints.rules.words import CaseSeverity, Rank, SubjectKind, Track
from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY

# Nothing proposed is NULL, not the JSON value null, so that rows without can be found.
_NOTHING_IS_NULL = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A column that holds one of these words."""
    listed = ", ".join(repr(str(value)) for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class ComplaintCase(Base):
    """A case of a bureau (`unit_id`). It has its number since it was screened, and its track since it was accepted.

    `received_on` is the legal day of receipt; `received_at` is for the desk only. `restricted`: in no figure outside the
    inspection team. `superior`: somebody of a superior organ's is named. `matched`: everybody named was looked up.
    `proposal` is what waits for its second person. `source_*`: where it stood before it came here.
    """

    __tablename__ = "complaint_case"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        UniqueConstraint("source_system", "source_no"),
        one_of("state", CaseState),
        one_of("track", Track),
        one_of("channel", Channel),
        one_of("severity", CaseSeverity),
        Index(None, "unit_id", "state", "received_on"),
        Index(None, "unit_id", "received_on"),
        Index(None, "merged_into_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16))
    track: Mapped[str | None] = mapped_column(String(1))
    severity: Mapped[str | None] = mapped_column(String(10))
    category: Mapped[str | None] = mapped_column(String(4))
    channel: Mapped[str] = mapped_column(String(16))
    named: Mapped[bool]
    urgent: Mapped[bool]
    restricted: Mapped[bool]
    superior: Mapped[bool]
    matched: Mapped[bool]
    legacy: Mapped[bool]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_no: Mapped[str | None] = mapped_column(String(80))
    hint_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    data_key_id: Mapped[UUID | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    people: Mapped[int | None]  # how many complain together; from five on it is 联名
    near_masses: Mapped[bool]  # 群众身边腐败
    repeats: Mapped[int]
    proposal: Mapped[dict[str, Any] | None] = mapped_column(_NOTHING_IS_NULL)
    returned_units: Mapped[list[Any]]
    heard: Mapped[bool]
    suspected_false: Mapped[bool]
    reviews: Mapped[int]
    rehandled: Mapped[int]
    withdrawn_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    concluded_on: Mapped[date | None]
    fed_back_on: Mapped[date | None]
    objection_until_on: Mapped[date | None]
    archive_from_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    hold_until_on: Mapped[date | None]
    retention_until_on: Mapped[date | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint_case.id"))
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class ComplaintSubject(Base):
    """Whom or what a case names, found in the registers or marked unknown. Never text: that is sealed.

    A person's unit of that day stands beside the person, so that colleagues keep out without a look at the staff list.
    """

    __tablename__ = "complaint_subject"
    __table_args__ = (
        one_of("kind", SubjectKind),
        one_of("rank", Rank),
        Index(None, "case_id", "position"),
        Index(None, "person_id"),
        Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    rank: Mapped[str] = mapped_column(String(14))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))


@insert_only
class ComplaintStep(Base):
    """A line of a case's timeline.

    `fields` names what was touched, `event_id` the ledger's event, `content_id` the sealed reason.
    """

    __tablename__ = "complaint_step"
    __table_args__ = (Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    at: Mapped[datetime]
    step_on: Mapped[date]
    verb: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(16))
    track: Mapped[str | None] = mapped_column(String(1))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    who: Mapped[str] = mapped_column(String(10))
    fields: Mapped[list[Any]]
    content_id: Mapped[UUID | None]
    event_id: Mapped[UUID]


class ComplaintTie(Base):
    """A tie between somebody and a person or unit, declared (回避): cases that name it are not there for the account."""

    __tablename__ = "complaint_tie"
    __table_args__ = (
        UniqueConstraint("account_id", "person_id", "unit_id", name="uq_complaint_tie_account"),
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="one"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_on: Mapped[date]


# Two cases of one bureau are screened at the same moment: the later one counts anew.
map_constraint("uq_complaint_case_unit_id_number", BUSY)
# The same case of another system is received twice at once: the later one finds it.
map_constraint("uq_complaint_case_source_system_source_no", BUSY)
map_constraint("uq_complaint_tie_account", errors.TIE_KNOWN)
