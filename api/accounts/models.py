"""Tables of accounts: log-ins, their roles at units, sessions, failed log-ins."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.accounts.errors import GRANT_OPEN, USERNAME_TAKEN
from api.accounts.rules import OPEN, AccountStatus, GrantState, Role
from api.core.constraints import map_constraint
from api.core.database import Base


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in sorted(values))})"


class Account(Base):
    """A log-in of one person.

    `unit_id`: where the reach of the one who made it begins; the admins there look after it while it holds no role.
    `issued_by`: who last handed out an initial password of it and so knew it; null when that was done on the host.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("username"), CheckConstraint(_one_of("status", AccountStatus), name="status"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(32))
    display_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class AccountGrant(Base):
    """One role of an account at a unit and all units below it; `proposed_by` is null when it was given on the host."""

    __tablename__ = "account_grant"
    __table_args__ = (
        CheckConstraint(_one_of("state", GrantState), name="state"),
        CheckConstraint(_one_of("role", Role), name="role"),
        Index(
            "uq_account_grant_open",
            "account_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=text(_one_of("state", OPEN)),
            postgresql_where=text(_one_of("state", OPEN)),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]


class AccountSession(Base):
    """A browser that is logged in. Only the SHA-256 of its token is kept: who reads the table cannot enter."""

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    logged_in_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LoginFailure(Base):
    """Failed log-ins in a row under one typed name, existing or not; `name_hash` is its HMAC."""

    __tablename__ = "login_failure"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)


map_constraint("uq_account_username", USERNAME_TAKEN)
map_constraint("uq_account_grant_open", GRANT_OPEN)
