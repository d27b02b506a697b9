"""Assessments: campaigns, who takes part, rounds and their scores, what surrounds them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _campaign()
    _enrolment()
    _recusal()
    _window()
    _disagreement()
    _round()
    _slot()
    _assignment()
    _score()


def _campaign() -> None:
    op.create_table(
        "assessment_campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cycle", sa.String(length=20), nullable=False),
        sa.Column("period_first_on", sa.Date(), nullable=False),
        sa.Column("period_last_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("round_policy", sa.String(length=12), nullable=False),
        sa.Column("weights", DOCUMENT, nullable=False),
        sa.Column("district_mode", sa.String(length=8), nullable=False),
        sa.Column("disagreement_threshold", sa.BigInteger(), nullable=True),
        sa.Column("publicity_days", sa.Integer(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("visibility", DOCUMENT, nullable=False),
        sa.Column("late_policy", sa.String(length=5), nullable=False),
        sa.Column("quotas", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=True),
        sa.Column("cloned_from", sa.Uuid(), nullable=True),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("district_mode IN ('score', 'confirm')", name=op.f("ck_assessment_campaign_district_mode")),
        sa.CheckConstraint("late_policy IN ('mark', 'block')", name=op.f("ck_assessment_campaign_late_policy")),
        sa.CheckConstraint("mode IN ('full', 'application')", name=op.f("ck_assessment_campaign_mode")),
        sa.CheckConstraint(
            "round_policy IN ('county_final', 'last_valid', 'weights')",
            name=op.f("ck_assessment_campaign_round_policy"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'self', 'district', 'county', 'moderation', 'computed', 'publicity', 'appeals', 'final', 'archived')",
            name=op.f("ck_assessment_campaign_state"),
        ),
        sa.CheckConstraint("subject IN ('school', 'party_organization')", name=op.f("ck_assessment_campaign_subject")),
        sa.ForeignKeyConstraint(
            ["cloned_from"], ["assessment_campaign.id"], name=op.f("fk_assessment_campaign_cloned_from")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_assessment_campaign_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_campaign_unit_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["framework_version.id"], name=op.f("fk_assessment_campaign_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_campaign")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_assessment_campaign_unit_id_code")),
    )
    op.create_index(op.f("ix_assessment_campaign_version_id"), "assessment_campaign", ["version_id"], unique=False)


def _enrolment() -> None:
    op.create_table(
        "assessment_enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("not_applicable", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("statement", sa.String(length=2000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('applied', 'enrolled', 'refused', 'withdrawn', 'excluded')",
            name=op.f("ck_assessment_enrolment_state"),
        ),
        sa.CheckConstraint("subject IN ('school', 'party_organization')", name=op.f("ck_assessment_enrolment_subject")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_enrolment_campaign_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["unit.id"], name=op.f("fk_assessment_enrolment_district_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_enrolment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_enrolment")),
        sa.UniqueConstraint("campaign_id", "unit_id", name=op.f("uq_assessment_enrolment_campaign_id_unit_id")),
    )
    op.create_index(
        op.f("ix_assessment_enrolment_campaign_id_district_id"),
        "assessment_enrolment",
        ["campaign_id", "district_id"],
        unique=False,
    )
    op.create_index(op.f("ix_assessment_enrolment_unit_id"), "assessment_enrolment", ["unit_id"], unique=False)


def _recusal() -> None:
    op.create_table(
        "assessment_recusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessment_recusal_account_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_recusal_campaign_id")
        ),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_assessment_recusal_declared_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_recusal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_recusal")),
        sa.UniqueConstraint("campaign_id", "account_id", "unit_id", name="uq_assessment_recusal_tie"),
    )
    op.create_index(op.f("ix_assessment_recusal_unit_id"), "assessment_recusal", ["unit_id"], unique=False)


def _window() -> None:
    op.create_table(
        "assessment_window",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.String(length=10), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "round IN ('self', 'district', 'county', 'appeal')", name=op.f("ck_assessment_window_round")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_window_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "round", name=op.f("pk_assessment_window")),
    )


def _disagreement() -> None:
    op.create_table(
        "assessment_disagreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("earlier", sa.String(length=10), nullable=False),
        sa.Column("later", sa.String(length=10), nullable=False),
        sa.Column("gap", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.String(length=2000), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "earlier IN ('self', 'district', 'county', 'appeal')", name=op.f("ck_assessment_disagreement_earlier")
        ),
        sa.CheckConstraint(
            "later IN ('self', 'district', 'county', 'appeal')", name=op.f("ck_assessment_disagreement_later")
        ),
        sa.CheckConstraint("state IN ('open', 'explained', 'settled')", name=op.f("ck_assessment_disagreement_state")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_disagreement_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_disagreement")),
        sa.UniqueConstraint("enrolment_id", "code", "earlier", "later", name="uq_assessment_disagreement_pair"),
    )


def _round() -> None:
    op.create_table(
        "assessment_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("return_reason", sa.String(length=500), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("round IN ('self', 'district', 'county', 'appeal')", name=op.f("ck_assessment_round_round")),
        sa.CheckConstraint(
            "state IN ('not_started', 'in_progress', 'submitted', 'returned', 'accepted')",
            name=op.f("ck_assessment_round_state"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_assessment_round_decided_by")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_round_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_assessment_round_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_round")),
        sa.UniqueConstraint("enrolment_id", "round", name=op.f("uq_assessment_round_enrolment_id_round")),
    )
    op.create_index(op.f("ix_assessment_round_state"), "assessment_round", ["state"], unique=False)


def _slot() -> None:
    op.create_table(
        "assessment_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_slot_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_slot")),
        sa.UniqueConstraint("enrolment_id", "code", "slot", name=op.f("uq_assessment_slot_enrolment_id_code_slot")),
    )


def _assignment() -> None:
    op.create_table(
        "assessment_assignment",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessment_assignment_account_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_assessment_assignment_assigned_by")),
        sa.ForeignKeyConstraint(["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_assignment_round_id")),
        sa.PrimaryKeyConstraint("round_id", "code", "account_id", name=op.f("pk_assessment_assignment")),
    )
    op.create_index(op.f("ix_assessment_assignment_account_id"), "assessment_assignment", ["account_id"], unique=False)


def _score() -> None:
    op.create_table(
        "assessment_score",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("lineage", sa.String(length=64), nullable=False),
        sa.Column("inputs", DOCUMENT, nullable=False),
        sa.Column("computed", sa.BigInteger(), nullable=True),
        sa.Column("overridden", sa.BigInteger(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.String(length=500), nullable=True),
        sa.Column("comment", sa.String(length=2000), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "source IN ('entered', 'derived', 'imported', 'confirmed')", name=op.f("ck_assessment_score_source")
        ),
        sa.CheckConstraint(
            "(overridden IS NULL AND NOT not_applicable) OR override_reason IS NOT NULL",
            name=op.f("ck_assessment_score_override_reason"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["assessment_round.id"], name=op.f("fk_assessment_score_round_id")),
        sa.ForeignKeyConstraint(["scored_by"], ["account.id"], name=op.f("fk_assessment_score_scored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_score")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_assessment_score_round_id_code")),
    )
    op.create_index(op.f("ix_assessment_score_lineage"), "assessment_score", ["lineage"], unique=False)


def downgrade() -> None:
    for table in (
        "assessment_score",
        "assessment_assignment",
        "assessment_slot",
        "assessment_round",
        "assessment_disagreement",
        "assessment_window",
        "assessment_recusal",
        "assessment_enrolment",
        "assessment_campaign",
    ):
        op.drop_table(table)
