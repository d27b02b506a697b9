"""Disagreements between rounds are settled in moderation: what was ruled, by whom, when."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE = "assessment_disagreement"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("ruling", sa.String(length=500), nullable=True))
        batch.add_column(sa.Column("settled_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{TABLE}_settled_by"), "account", ["settled_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(f"fk_{TABLE}_settled_by"), type_="foreignkey")
        for name in ("settled_at", "settled_by", "ruling"):
            batch.drop_column(name)
