"""The history of units: versions, what they were once called, who succeeded whom; groups of schools."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _versions()
    _former()
    _successions()
    _groups()


def _versions() -> None:
    op.create_table(
        "unit_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("before", DOCUMENT, nullable=False),
        sa.Column("after", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_version_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_version")),
    )
    name = op.f("ix_unit_version_unit_id_effective_on_id")
    op.create_index(name, "unit_version", ["unit_id", "effective_on", "id"], unique=False)


def _former() -> None:
    op.create_table(
        "unit_former",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(length=44), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_former_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_former")),
    )
    op.create_index(op.f("ix_unit_former_scheme_value"), "unit_former", ["scheme", "value"], unique=False)
    op.create_index(op.f("ix_unit_former_unit_id"), "unit_former", ["unit_id"], unique=False)


def _successions() -> None:
    op.create_table(
        "unit_succession",
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.CheckConstraint("act IN ('merge', 'split')", name=op.f("ck_unit_succession_act")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["unit.id"], name=op.f("fk_unit_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_succession_successor_id")),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_unit_succession")),
    )
    op.create_index(op.f("ix_unit_succession_successor_id"), "unit_succession", ["successor_id"], unique=False)


def _groups() -> None:
    op.create_table(
        "school_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_school_group_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_group")),
    )
    op.create_index(op.f("ix_school_group_unit_id"), "school_group", ["unit_id"], unique=False)
    op.create_table(
        "school_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('head', 'member')", name=op.f("ck_school_group_member_role")),
        sa.ForeignKeyConstraint(["group_id"], ["school_group.id"], name=op.f("fk_school_group_member_group_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_group_member_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_group_member")),
    )
    for column in ("group_id", "school_id"):
        op.create_index(op.f(f"ix_school_group_member_{column}"), "school_group_member", [column], unique=False)
    _open_once("uq_school_group_member_open", ["group_id", "school_id"], "until_on IS NULL")
    _open_once("uq_school_group_head_open", ["group_id"], "until_on IS NULL AND role = 'head'")


def _open_once(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "school_group_member", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("school_group_member", "school_group", "unit_succession", "unit_former", "unit_version"):
        op.drop_table(table)
