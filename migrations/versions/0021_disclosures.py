"""Disclosures: notices, their editions, their public pages, objections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    *("public_notice", "public_notice_author", "public_notice_edition", "public_notice_serial"),
    *("notice_page", "notice_letter", "notice_objection"),
    *("notice_figures_total", "notice_figures_delta"),
)


def upgrade() -> None:
    _notice()
    _editions()
    _page()
    _objections()
    _figures()


def _search(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        tokens = sa.func.to_tsvector(sa.literal_column("'simple'"), sa.literal_column("search_tokens"))
        op.create_index(f"ix_{table}_search", table, [tokens], postgresql_using="gin")


def _notice() -> None:
    states = "'draft', 'checked', 'released', 'withdrawn', 'discarded'"
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("object_label", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("file_ids", DOCUMENT, nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("formed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=True),
        sa.Column("returned_reason", sa.String(length=500), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("restarts", sa.Boolean(), nullable=False),
        sa.Column("first_released_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("told_end_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_public_notice_state")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_public_notice_unit_id")),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_public_notice_checked_by")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_public_notice_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_public_notice_number")),
    )
    for columns in (
        ["kind"],
        ["due_on"],
        ["updated_at"],
        ["unit_id", "updated_at"],
        ["object_type", "object_id"],
        ["ends_on", "told_end_on"],
    ):
        op.create_index(op.f(f"ix_public_notice_{'_'.join(columns)}"), "public_notice", columns, unique=False)
    _search("public_notice")


def _editions() -> None:
    op.create_table(
        "public_notice_author",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_public_notice_author_notice_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_public_notice_author_account_id")),
        sa.PrimaryKeyConstraint("notice_id", "edition", "account_id", name=op.f("pk_public_notice_author")),
    )
    op.create_table(
        "public_notice_edition",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("file_ids", DOCUMENT, nullable=False),
        sa.Column("explanations", DOCUMENT, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_public_notice_edition_notice_id")),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_public_notice_edition_checked_by")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_public_notice_edition_released_by")),
        sa.PrimaryKeyConstraint("notice_id", "edition", name=op.f("pk_public_notice_edition")),
    )
    op.create_table(
        "public_notice_serial",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_public_notice_serial")),
    )


def _page() -> None:
    op.create_table(
        "notice_page",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", DOCUMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("released_at", INSTANT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=True),
        sa.Column("objections", DOCUMENT, nullable=False),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_page_unit_id")),
        sa.PrimaryKeyConstraint("number", "edition", name=op.f("pk_notice_page")),
    )
    op.create_index(op.f("ix_notice_page_current_released_at"), "notice_page", ["current", "released_at"])
    op.create_index(op.f("ix_notice_page_unit_id"), "notice_page", ["unit_id"], unique=False)
    _search("notice_page")


def _objections() -> None:
    op.create_table(
        "notice_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_letter")),
    )
    op.create_index(op.f("ix_notice_letter_number"), "notice_letter", ["number"], unique=False)
    op.create_table(
        "notice_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("contact", sa.String(length=1000), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("summary", sa.String(length=500), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'not_accepted')", name=op.f("ck_notice_objection_state")),
        sa.CheckConstraint("channel IN ('portal', 'written')", name=op.f("ck_notice_objection_channel")),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_notice_objection_notice_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_notice_objection_entered_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_notice_objection_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_objection")),
    )
    op.create_index(op.f("ix_notice_objection_notice_id_state"), "notice_objection", ["notice_id", "state"])


def _figures() -> None:
    place = ("unit_id", "state", "due")
    for table, own in (("notice_figures_total", False), ("notice_figures_delta", True)):
        name = op.f(f"pk_{table}")
        op.create_table(
            table,
            *([sa.Column("id", sa.Uuid(), nullable=False)] if own else []),
            sa.Column("unit_id", sa.Uuid(), nullable=False),
            *(sa.Column(column, sa.String(length=40), nullable=False) for column in place[1:]),
            *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("notices", "late")),
            sa.PrimaryKeyConstraint("id", name=name) if own else sa.PrimaryKeyConstraint(*place, name=name),
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
