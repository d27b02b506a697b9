"""Complaints: what a matter asks beside the text, where the house asks otherwise than shipped."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("complaint_category") as batch:
        batch.add_column(sa.Column("fields", DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("complaint_category") as batch:
        batch.drop_column("fields")
