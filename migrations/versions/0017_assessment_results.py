"""Assessments: what a campaign comes to, what is final, what is contested, what is awarded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "assessment_computation",
    "assessment_adjustment",
    "assessment_outcome",
    "assessment_publication",
    "assessment_result",
    "assessment_appeal",
    "assessment_award",
    "assessment_outcome_document",
)


def upgrade() -> None:
    _computation()
    _adjustment()
    _outcome()
    _publication()
    _result()
    _appeal()
    _award()
    _outcome_document()


def _computation() -> None:
    op.create_table(
        "assessment_computation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("limits", DOCUMENT, nullable=False),
        sa.Column("computed_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("enrolments", sa.Integer(), nullable=False),
        sa.Column("incomplete", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_computation_campaign_id")
        ),
        sa.ForeignKeyConstraint(["computed_by"], ["account.id"], name=op.f("fk_assessment_computation_computed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_computation")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_assessment_computation_campaign_id_number")),
    )


def _adjustment() -> None:
    op.create_table(
        "assessment_adjustment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("ground", sa.String(length=1000), nullable=False),
        sa.Column("evidence_ids", DOCUMENT, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('bonus', 'deduction', 'veto')", name=op.f("ck_assessment_adjustment_kind")),
        sa.CheckConstraint(
            "state IN ('proposed', 'upheld', 'rejected', 'withdrawn', 'lifted')",
            name=op.f("ck_assessment_adjustment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_adjustment_campaign_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_assessment_adjustment_decided_by")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_adjustment_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_assessment_adjustment_proposed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_adjustment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_adjustment")),
    )
    op.create_index(
        op.f("ix_assessment_adjustment_campaign_id"), "assessment_adjustment", ["campaign_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_adjustment_enrolment_id"), "assessment_adjustment", ["enrolment_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_adjustment_unit_id_kind_state"),
        "assessment_adjustment",
        ["unit_id", "kind", "state"],
        unique=False,
    )


def _outcome() -> None:
    op.create_table(
        "assessment_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("full_total", sa.BigInteger(), nullable=False),
        sa.Column("self_total", sa.BigInteger(), nullable=True),
        sa.Column("gap", sa.BigInteger(), nullable=True),
        sa.Column("vetoed", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("bands", DOCUMENT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("rank_district", sa.Integer(), nullable=False),
        sa.Column("rank_type", sa.Integer(), nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_outcome_campaign_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["unit.id"], name=op.f("fk_assessment_outcome_district_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_outcome_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["frozen_by"], ["account.id"], name=op.f("fk_assessment_outcome_frozen_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_outcome_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_outcome")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_assessment_outcome_enrolment_id_number")),
    )
    op.create_index(
        op.f("ix_assessment_outcome_campaign_id_rank"), "assessment_outcome", ["campaign_id", "rank"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_outcome_unit_id_frozen_at"), "assessment_outcome", ["unit_id", "frozen_at"], unique=False
    )


def _publication() -> None:
    op.create_table(
        "assessment_publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("computation_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("notice_number", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("appeals_until", sa.Date(), nullable=True),
        sa.Column("open_objections", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('drafted', 'released', 'ended', 'withdrawn')", name=op.f("ck_assessment_publication_state")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_publication_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["computation_id"], ["assessment_computation.id"], name=op.f("fk_assessment_publication_computation_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_assessment_publication_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_publication")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_assessment_publication_campaign_id_number")),
    )
    op.create_index(op.f("ix_assessment_publication_notice_id"), "assessment_publication", ["notice_id"], unique=False)


def _result() -> None:
    op.create_table(
        "assessment_result",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("computation_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("bonus", sa.BigInteger(), nullable=False),
        sa.Column("deducted", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("self_total", sa.BigInteger(), nullable=True),
        sa.Column("district_total", sa.BigInteger(), nullable=True),
        sa.Column("county_total", sa.BigInteger(), nullable=True),
        sa.Column("gap", sa.BigInteger(), nullable=True),
        sa.Column("vetoed", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("rank_district", sa.Integer(), nullable=True),
        sa.Column("rank_type", sa.Integer(), nullable=True),
        sa.Column("bands", DOCUMENT, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("item_values", DOCUMENT, nullable=False),
        sa.Column("missing_codes", DOCUMENT, nullable=False),
        sa.Column("sources", DOCUMENT, nullable=False),
        sa.Column("sheet", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_result_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["computation_id"], ["assessment_computation.id"], name=op.f("fk_assessment_result_computation_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["unit.id"], name=op.f("fk_assessment_result_district_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_result_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_result_unit_id")),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_assessment_result")),
    )
    op.create_index(
        op.f("ix_assessment_result_campaign_id_rank"), "assessment_result", ["campaign_id", "rank"], unique=False
    )
    op.create_index(op.f("ix_assessment_result_computation_id"), "assessment_result", ["computation_id"], unique=False)
    op.create_index(op.f("ix_assessment_result_unit_id"), "assessment_result", ["unit_id"], unique=False)


def _appeal() -> None:
    op.create_table(
        "assessment_appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=5), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("statement", sa.String(length=4000), nullable=False),
        sa.Column("evidence_ids", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("team", sa.String(length=100), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("hearing", sa.String(length=4000), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("changes", DOCUMENT, nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("result IN ('upheld', 'partly', 'dismissed')", name=op.f("ck_assessment_appeal_result")),
        sa.CheckConstraint(
            "state IN ('filed', 'accepted', 'rejected', 'heard', 'decided', 'withdrawn')",
            name=op.f("ck_assessment_appeal_state"),
        ),
        sa.CheckConstraint("target IN ('item', 'grade')", name=op.f("ck_assessment_appeal_target")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_appeal_campaign_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_assessment_appeal_decided_by")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["assessment_enrolment.id"], name=op.f("fk_assessment_appeal_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_assessment_appeal_filed_by")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["assessment_publication.id"], name=op.f("fk_assessment_appeal_publication_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_appeal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_appeal")),
        sa.UniqueConstraint("enrolment_id", "publication_id", "code", name="uq_assessment_appeal_object"),
    )
    op.create_index(
        op.f("ix_assessment_appeal_campaign_id_state"), "assessment_appeal", ["campaign_id", "state"], unique=False
    )
    op.create_index(op.f("ix_assessment_appeal_unit_id"), "assessment_appeal", ["unit_id"], unique=False)


def _award() -> None:
    op.create_table(
        "assessment_award",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("plaque_no", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ground", sa.String(length=24), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('leader_punished', 'staff_crime', 'safety_accident', 'ethics_case', 'fee_breach', "
            "'fraud', 'rectification_refused', 'superior_notice', 'decline', 'merged', 'veto')",
            name=op.f("ck_assessment_award_ground"),
        ),
        sa.CheckConstraint("kind IN ('title', 'star', 'blacklist')", name=op.f("ck_assessment_award_kind")),
        sa.CheckConstraint(
            "state IN ('proposed', 'publicised', 'granted', 'refused', 'suspended', 'revoked', 'expired')",
            name=op.f("ck_assessment_award_state"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["assessment_campaign.id"], name=op.f("fk_assessment_award_campaign_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_assessment_award_decided_by")),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_assessment_award_issuer_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["assessment_outcome.id"], name=op.f("fk_assessment_award_outcome_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_assessment_award_proposed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_award_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_award")),
    )
    op.create_index(op.f("ix_assessment_award_campaign_id"), "assessment_award", ["campaign_id"], unique=False)
    op.create_index(
        op.f("ix_assessment_award_issuer_id_state"), "assessment_award", ["issuer_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_award_unit_id_kind_state"), "assessment_award", ["unit_id", "kind", "state"], unique=False
    )


def _outcome_document() -> None:
    op.create_table(
        "assessment_outcome_document",
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["assessment_outcome.id"], name=op.f("fk_assessment_outcome_document_outcome_id")
        ),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_assessment_outcome_document")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
