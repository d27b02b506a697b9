"""Assessments: what was told of awards, and until when they are shown."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessment_award") as batch:
        batch.add_column(sa.Column("shown_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("open_objections", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("announcement_id", sa.Uuid(), nullable=True))
        batch.create_index(op.f("ix_assessment_award_notice_id"), ["notice_id"])
    with op.batch_alter_table("assessment_award") as batch:
        batch.alter_column("open_objections", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("assessment_award") as batch:
        batch.drop_index(op.f("ix_assessment_award_notice_id"))
        batch.drop_column("announcement_id")
        batch.drop_column("open_objections")
        batch.drop_column("shown_until")
