"""Files and evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    *("file_content", "file", "file_use", "upload", "upload_part"),
    *("evidence_item", "evidence_revision", "evidence_file", "evidence_tag", "evidence_use"),
)


def upgrade() -> None:
    _files()
    _uploads()
    _items()
    _uses()


def _files() -> None:
    op.create_table(
        "file_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_content")),
    )
    op.create_table(
        "file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("clean_state", sa.String(length=10), nullable=False),
        sa.Column("clean_type", sa.String(length=10), nullable=True),
        sa.Column("clean_sha256", sa.String(length=64), nullable=True),
        sa.Column("clean_size", sa.BigInteger(), nullable=True),
        sa.Column("clean_error", sa.String(length=80), nullable=True),
        sa.CheckConstraint("clean_state IN ('none', 'pending', 'done', 'failed')", name=op.f("ck_file_clean_state")),
        sa.ForeignKeyConstraint(["sha256"], ["file_content.sha256"], name=op.f("fk_file_sha256")),
        sa.ForeignKeyConstraint(["clean_sha256"], ["file_content.sha256"], name=op.f("fk_file_clean_sha256")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_sha256"), "file", ["sha256"], unique=False)
    op.create_index(op.f("ix_file_clean_sha256"), "file", ["clean_sha256"], unique=False)
    op.create_index(op.f("ix_file_uploaded_by_id"), "file", ["uploaded_by", "id"], unique=False)
    op.create_table(
        "file_use",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_use_file_id")),
        sa.PrimaryKeyConstraint("file_id", "object_type", "object_id", name=op.f("pk_file_use")),
    )
    op.create_index(op.f("ix_file_use_object_type_object_id"), "file_use", ["object_type", "object_id"], unique=False)


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_upload_created_by")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_upload_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_file_id"), "upload", ["file_id"], unique=False)
    op.create_index(op.f("ix_upload_touched_at"), "upload", ["touched_at"], unique=False)
    op.create_index(op.f("ix_upload_created_by_touched_at"), "upload", ["created_by", "touched_at"], unique=False)
    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("pk_upload_part")),
    )


def _items() -> None:
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("source_label", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name=op.f("ck_evidence_item_state")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_evidence_item_unit_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_evidence_item_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
    )
    op.create_index(op.f("ix_evidence_item_category"), "evidence_item", ["category"], unique=False)
    op.create_index(op.f("ix_evidence_item_updated_at"), "evidence_item", ["updated_at"], unique=False)
    op.create_index(op.f("ix_evidence_item_unit_id_updated_at"), "evidence_item", ["unit_id", "updated_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_evidence_item_search",
            "evidence_item",
            [sa.func.to_tsvector(sa.literal_column("'simple'"), sa.literal_column("search_tokens"))],
            postgresql_using="gin",
        )
    _revisions()


def _revisions() -> None:
    op.create_table(
        "evidence_revision",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_revision_item_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_evidence_revision_created_by")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_evidence_revision")),
    )
    op.create_table(
        "evidence_file",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_file_item_id")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_evidence_file_file_id")),
        sa.PrimaryKeyConstraint("item_id", "number", "position", name=op.f("pk_evidence_file")),
    )
    op.create_index(op.f("ix_evidence_file_file_id"), "evidence_file", ["file_id"], unique=False)
    op.create_table(
        "evidence_tag",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_tag_item_id")),
        sa.PrimaryKeyConstraint("item_id", "tag", name=op.f("pk_evidence_tag")),
    )
    op.create_index(op.f("ix_evidence_tag_tag_item_id"), "evidence_tag", ["tag", "item_id"], unique=False)


def _uses() -> None:
    op.create_table(
        "evidence_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_label", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'accepted', 'returned', 'taken_back')", name=op.f("ck_evidence_use_state")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_use_item_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_evidence_use_submitted_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_evidence_use_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_use")),
        sa.UniqueConstraint(
            "item_id", "object_type", "object_id", name=op.f("uq_evidence_use_item_id_object_type_object_id")
        ),
    )
    op.create_index(op.f("ix_evidence_use_object_type_object_id"), "evidence_use", ["object_type", "object_id"])
    op.create_index(op.f("ix_evidence_use_state_item_id"), "evidence_use", ["state", "item_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
