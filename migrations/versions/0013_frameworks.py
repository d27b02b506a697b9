"""Frameworks: drafts, published versions that are written once, crosswalks, profiles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _frameworks()
    _versions()
    _drafts()
    _crosswalks()
    _profiles()


def _frameworks() -> None:
    op.create_table(
        "framework",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("package", sa.String(length=40), nullable=True),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('scoring', 'pass_fail', 'graded', 'negative_list', 'materials')", name=op.f("ck_framework_kind")
        ),
        sa.CheckConstraint(
            "level IN ('nation', 'province', 'city', 'county', 'school')", name=op.f("ck_framework_level")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_framework_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_framework_unit_id_code")),
    )


def _versions() -> None:
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("declared_total", sa.BigInteger(), nullable=False),
        sa.Column("indicators", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_framework_version_framework_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_framework_version_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_version")),
        sa.UniqueConstraint("framework_id", "version", name=op.f("uq_framework_version_framework_id_version")),
    )
    op.create_table(
        "framework_document",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["framework_version.id"], name=op.f("fk_framework_document_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_framework_document")),
    )
    op.create_table(
        "framework_indicator",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("above", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("lineage", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["framework_version.id"], name=op.f("fk_framework_indicator_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_framework_indicator")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_framework_indicator_version_id_code")),
    )
    op.create_index(op.f("ix_framework_indicator_lineage"), "framework_indicator", ["lineage"], unique=False)
    op.create_table(
        "framework_retirement",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("retired_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["retired_by"], ["account.id"], name=op.f("fk_framework_retirement_retired_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["framework_version.id"], name=op.f("fk_framework_retirement_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_framework_retirement")),
    )


def _drafts() -> None:
    op.create_table(
        "framework_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("header", DOCUMENT, nullable=False),
        sa.Column("cloned_from", sa.Uuid(), nullable=True),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'validated')", name=op.f("ck_framework_draft_state")),
        sa.ForeignKeyConstraint(["cloned_from"], ["framework_version.id"], name=op.f("fk_framework_draft_cloned_from")),
        sa.ForeignKeyConstraint(["edited_by"], ["account.id"], name=op.f("fk_framework_draft_edited_by")),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_framework_draft_framework_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_draft")),
        sa.UniqueConstraint("framework_id", name=op.f("uq_framework_draft_framework_id")),
    )
    op.create_table(
        "framework_draft_node",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["framework_draft.id"], name=op.f("fk_framework_draft_node_draft_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["framework_draft_node.id"], name=op.f("fk_framework_draft_node_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_draft_node")),
        sa.UniqueConstraint("draft_id", "code", name=op.f("uq_framework_draft_node_draft_id_code")),
    )
    op.create_index(op.f("ix_framework_draft_node_parent_id"), "framework_draft_node", ["parent_id"], unique=False)


def _crosswalks() -> None:
    op.create_table(
        "framework_crosswalk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("mapper", sa.String(length=10), nullable=False),
        sa.Column("maps", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("mapper IN ('human', 'machine', 'both')", name=op.f("ck_framework_crosswalk_mapper")),
        sa.ForeignKeyConstraint(["source_id"], ["framework_version.id"], name=op.f("fk_framework_crosswalk_source_id")),
        sa.ForeignKeyConstraint(["target_id"], ["framework_version.id"], name=op.f("fk_framework_crosswalk_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_framework_crosswalk_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_crosswalk")),
        sa.UniqueConstraint(
            "unit_id", "source_id", "target_id", name=op.f("uq_framework_crosswalk_unit_id_source_id_target_id")
        ),
    )
    op.create_index(op.f("ix_framework_crosswalk_source_id"), "framework_crosswalk", ["source_id"], unique=False)
    op.create_index(op.f("ix_framework_crosswalk_target_id"), "framework_crosswalk", ["target_id"], unique=False)


def _profiles() -> None:
    op.create_table(
        "framework_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["framework_version.id"], name=op.f("fk_framework_profile_base_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_framework_profile_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_profile")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_framework_profile_unit_id_code")),
    )
    op.create_index(op.f("ix_framework_profile_base_id"), "framework_profile", ["base_id"], unique=False)


def downgrade() -> None:
    for table in (
        "framework_profile",
        "framework_crosswalk",
        "framework_draft_node",
        "framework_draft",
        "framework_retirement",
        "framework_indicator",
        "framework_document",
        "framework_version",
        "framework",
    ):
        op.drop_table(table)
