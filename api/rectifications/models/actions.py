"""The table of accountability actions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.database import Base
from api.rectifications.models.problems import one_of
from api.rectifications.rules import ActionState


class AccountabilityAction(Base):
    """提醒, 约谈, 通报, 限期整改 or 问责 towards a unit or a person of it. Its type is a row of `rules.ACTION_TYPES`."""

    __tablename__ = "accountability_action"
    __table_args__ = (one_of("state", ActionState), Index(None, "unit_id", "issued_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_problem.id"), index=True)
    type: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str | None] = mapped_column(String(100))
    basis: Mapped[str | None] = mapped_column(String(1000))
    demand: Mapped[str | None] = mapped_column(String(2000))
    effect: Mapped[str | None] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10))
    issued_on: Mapped[date | None]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reply_due_on: Mapped[date | None]
    effect_until_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(1000))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}
