"""Assessments: what a campaign takes over from the one it was cloned from, and entries that were."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEFORE = "'entered', 'derived', 'imported', 'confirmed'"


def upgrade() -> None:
    with op.batch_alter_table("assessment_campaign") as batch:
        batch.add_column(sa.Column("takes_over", DOCUMENT, nullable=False, server_default="[]"))
    with op.batch_alter_table("assessment_campaign") as batch:
        batch.alter_column("takes_over", server_default=None)
    _sources(f"{BEFORE}, 'cloned'")


def _sources(allowed: str) -> None:
    with op.batch_alter_table("assessment_score") as batch:
        batch.drop_constraint(op.f("ck_assessment_score_source"), type_="check")
        batch.create_check_constraint(op.f("ck_assessment_score_source"), f"source IN ({allowed})")


def downgrade() -> None:
    op.execute("UPDATE assessment_score SET source = 'entered' WHERE source = 'cloned'")
    _sources(BEFORE)
    with op.batch_alter_table("assessment_campaign") as batch:
        batch.drop_column("takes_over")
