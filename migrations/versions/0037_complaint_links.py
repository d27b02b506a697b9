"""Complaints: what cases have to do with elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_link_case_id")),
        sa.ForeignKeyConstraint(["linked_by"], ["account.id"], name=op.f("fk_complaint_link_linked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_link")),
        sa.UniqueConstraint("case_id", "type", "object_id", name=op.f("uq_complaint_link_case_id_type_object_id")),
    )
    op.create_index(op.f("ix_complaint_link_object_id"), "complaint_link", ["object_id"])


def downgrade() -> None:
    op.drop_table("complaint_link")
