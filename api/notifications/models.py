"""Tables: notifications, and the kinds that someone has switched off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY

_UNREAD = text("read_at IS NULL")


class Notification(Base):
    """That something happened to an object, `count` times before its reader looked.

    There is one unread notification for each reader, kind and object; the index makes two that arrive at once meet.
    `position` is a UUIDv7 that is renewed when it counts up: feeds run along it. `label` may name a person.
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("count >= 1", name="count"),
        Index(
            "uq_notification_unread",
            *("account_id", "kind", "object_type", "object_id"),
            unique=True,
            sqlite_where=_UNREAD,
            postgresql_where=_UNREAD,
        ),
        Index(None, "account_id", "position"),
        Index(None, "object_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(400))
    unit_id: Mapped[UUID | None]
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    position: Mapped[UUID]
    read_at: Mapped[datetime | None]


class NotificationSwitch(Base):
    """A kind of notification that an account does not want."""

    __tablename__ = "notification_switch"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), primary_key=True)


# Two that arrive at once become one by ON CONFLICT; what is left is two changes of the same switches.
map_constraint("uq_notification_unread", BUSY)
map_constraint("pk_notification_switch", BUSY)
