"""Assessments: moves of campaigns to newer versions, with the rounds as they stood before; places that are no more."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _migration()
    _former_round()
    with op.batch_alter_table("assessment_slot") as batch:
        batch.add_column(sa.Column("former", sa.Integer(), nullable=False, server_default="0"))
        batch.drop_constraint(op.f("uq_assessment_slot_enrolment_id_code_slot"), type_="unique")
        batch.create_unique_constraint(op.f("uq_assessment_slot_place"), ["enrolment_id", "code", "slot", "former"])
    with op.batch_alter_table("assessment_slot") as batch:
        batch.alter_column("former", server_default=None)


def _migration() -> None:
    op.create_table(
        "assessment_migration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column("preview_hash", sa.String(length=64), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("migrated_by", sa.Uuid(), nullable=True),
        sa.Column("migrated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_migration_campaign_id")
        ),
        sa.ForeignKeyConstraint(["old_id"], ["framework_version.id"], name=op.f("fk_assessment_migration_old_id")),
        sa.ForeignKeyConstraint(["new_id"], ["framework_version.id"], name=op.f("fk_assessment_migration_new_id")),
        sa.ForeignKeyConstraint(["migrated_by"], ["account.id"], name=op.f("fk_assessment_migration_migrated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_migration")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_assessment_migration_campaign_id_number")),
    )


def _former_round() -> None:
    op.create_table(
        "assessment_former_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("not_applicable", DOCUMENT, nullable=False),
        sa.Column("entries", DOCUMENT, nullable=False),
        sa.CheckConstraint(
            "round IN ('self', 'district', 'county', 'appeal')", name=op.f("ck_assessment_former_round_round")
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'in_progress', 'submitted', 'returned', 'accepted')",
            name=op.f("ck_assessment_former_round_state"),
        ),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["assessment_migration.id"], name=op.f("fk_assessment_former_round_migration_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_former_round_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_assessment_former_round_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_former_round")),
        sa.UniqueConstraint("enrolment_id", "migration_id", "round", name=op.f("uq_assessment_former_round_place")),
    )
    op.create_index(op.f("ix_assessment_former_round_migration_id"), "assessment_former_round", ["migration_id"])


def downgrade() -> None:
    op.execute("DELETE FROM assessment_slot WHERE former <> 0")
    with op.batch_alter_table("assessment_slot") as batch:
        batch.drop_constraint(op.f("uq_assessment_slot_place"), type_="unique")
        batch.drop_column("former")
        batch.create_unique_constraint(
            op.f("uq_assessment_slot_enrolment_id_code_slot"), ["enrolment_id", "code", "slot"]
        )
    op.drop_table("assessment_former_round")
    op.drop_table("assessment_migration")
