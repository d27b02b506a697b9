"""Tables of accounts: log-ins, their roles at units, sessions, second factors, invitations, tokens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.accounts.errors import CLIENT_NAME_TAKEN, GRANT_OPEN, PERSON_TAKEN, USERNAME_TAKEN
from api.accounts.rules import OPEN, AccountStatus, GrantState, Role, SignInMethod, SignInResult
from api.core.constraints import map_constraint
from api.core.database import Base


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in sorted(values))})"


class Account(Base):
    """A log-in of one person.

    `unit_id`: where the reach of the one who made it begins; the admins there look after it while it holds no role.
    `issued_by`: who last handed out an initial password of it and so knew it; null when that was done on the host.
    `person_id`: whom of the staff list it belongs to, where that is known; nobody has two.
    `totp_enrolled_at`: since when a second factor is asked for; beside the name, for it is read with every request.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("username"),
        CheckConstraint(_one_of("status", AccountStatus), name="status"),
        Index("uq_account_person_id", "person_id", unique=True),
    )

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
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    totp_enrolled_at: Mapped[datetime | None]
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
    """A browser that is logged in. Only the SHA-256 of its token is kept: who reads the table cannot enter.

    `grant_id`: the one post its person acts in; null is all of them. No foreign key: it is looked up among the grants
    that are active, and means nothing elsewhere. `network`: see `rules.network_of`.
    """

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    logged_in_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    grant_id: Mapped[UUID | None]
    network: Mapped[str | None] = mapped_column(String(50))


class LoginFailure(Base):
    """Failed log-ins in a row under one typed name, existing or not, or from one address; `name_hash` is its HMAC."""

    __tablename__ = "login_failure"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)


class SignIn(Base):
    """A try to log in to an account, kept 180 days; under a name that nobody has, none is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint(_one_of("result", SignInResult), name="result"),
        CheckConstraint(_one_of("method", SignInMethod), name="method"),
        Index("ix_sign_in_account_id", "account_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    result: Mapped[str] = mapped_column(String(20))
    method: Mapped[str] = mapped_column(String(20))
    network: Mapped[str | None] = mapped_column(String(50))


class AccountTotp(Base):
    """An authenticator (RFC 6238). `sealed` is its secret under generation `generation` of the key `totp`.

    `last_step`: the time step of the last code taken; a code at or before it is a replay.
    """

    __tablename__ = "account_totp"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(200))
    generation: Mapped[int]
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for the authenticator once. Random enough (79 bits) for a plain SHA-256."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class AccountPassword(Base):
    """A password that was in use; the last few may not come back."""

    __tablename__ = "account_password"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class AccountInvitation(Base):
    """A link by which a person takes an account over and sets its password; good once, for 72 hours."""

    __tablename__ = "account_invitation"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AccountToken(Base):
    """A person's access token for scripts: a part of what its owner holds. Only its SHA-256 is kept."""

    __tablename__ = "account_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64))
    permissions: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Client(Base):
    """A system that calls the API by itself (RFC 6749, 4.4), with `scopes` at a unit and below it."""

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint(_one_of("state", GrantState), name="state"),
        Index(
            "uq_client_open_name",
            "unit_id",
            "name",
            unique=True,
            sqlite_where=text(_one_of("state", OPEN)),
            postgresql_where=text(_one_of("state", OPEN)),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    scopes: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class ClientSecret(Base):
    """A secret of a client; two may be live at once, so that the other system can change over without a gap."""

    __tablename__ = "client_secret"
    __table_args__ = (UniqueConstraint("secret_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


map_constraint("uq_client_open_name", CLIENT_NAME_TAKEN)
map_constraint("uq_account_person_id", PERSON_TAKEN)
map_constraint("uq_account_username", USERNAME_TAKEN)
map_constraint("uq_account_grant_open", GRANT_OPEN)
