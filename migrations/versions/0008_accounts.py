"""Second factors, invitations, machine clients, tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('active', 'proposed')")


def upgrade() -> None:
    _widen_accounts()
    _create_log_in()
    _create_machines()


def _widen_accounts() -> None:
    # Plain columns: SQLite adds them in place, while a table that others refer to cannot be copied.
    op.add_column("account", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("account", sa.Column("totp_enrolled_at", MOMENT, nullable=True))
    op.add_column("account_session", sa.Column("grant_id", sa.Uuid(), nullable=True))
    op.add_column("account_session", sa.Column("network", sa.String(length=50), nullable=True))


def _create_log_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=True),
        sa.CheckConstraint("result IN ('entered', 'wrong_code', 'wrong_password')", name=op.f("ck_sign_in_result")),
        sa.CheckConstraint("method IN ('password', 'recovery_code', 'totp')", name=op.f("ck_sign_in_method")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_sign_in_at"), "sign_in", ["at"], unique=False)
    op.create_table(
        "account_totp",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(length=200), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_totp_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_totp")),
    )
    op.create_table(
        "recovery_code",
        *_owned("recovery_code"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "account_password",
        *_owned("account_password"),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_account_password_account_id"), "account_password", ["account_id"], unique=False)
    op.create_table(
        "account_invitation",
        *_owned("account_invitation"),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_invitation_token_hash")),
    )
    op.create_index(op.f("ix_account_invitation_account_id"), "account_invitation", ["account_id"], unique=False)


def _create_machines() -> None:
    op.create_table(
        "account_token",
        *_owned("account_token"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("permissions", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_token_token_hash")),
    )
    op.create_index(op.f("ix_account_token_account_id"), "account_token", ["account_id"], unique=False)
    op.create_table(
        "client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'proposed', 'refused', 'revoked')", name=op.f("ck_client_state")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_client_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_client_proposed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_client_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    op.create_index(op.f("ix_client_unit_id"), "client", ["unit_id"], unique=False)
    op.create_index(
        "uq_client_open_name", "client", ["unit_id", "name"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "client_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_secret_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_secret")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_client_secret_secret_hash")),
    )
    op.create_index(op.f("ix_client_secret_client_id"), "client_secret", ["client_id"], unique=False)


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    """A key, and the account that a row belongs to."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("client_secret", "client", "account_token", "account_invitation", "account_password"):
        op.drop_table(table)
    for table in ("recovery_code", "account_totp", "sign_in"):
        op.drop_table(table)
    op.drop_column("account_session", "network")
    op.drop_column("account_session", "grant_id")
    op.drop_column("account", "totp_enrolled_at")
    op.drop_column("account", "person_id")
