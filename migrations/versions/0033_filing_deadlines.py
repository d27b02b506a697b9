"""Decisions: until when the bureau is to answer a filing."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision_filing") as batch:
        batch.add_column(sa.Column("answer_due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision_filing") as batch:
        batch.drop_column("answer_due_on")
