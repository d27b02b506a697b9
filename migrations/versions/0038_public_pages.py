"""Notices: pages and their files on a portal that has a database of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice_page") as batch:
        batch.drop_constraint(op.f("fk_notice_page_unit_id"), type_="foreignkey")
    op.create_table(
        "public_file_part",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_public_file_part")),
    )


def downgrade() -> None:
    op.drop_table("public_file_part")
    with op.batch_alter_table("notice_page") as batch:
        batch.create_foreign_key(op.f("fk_notice_page_unit_id"), "unit", ["unit_id"], ["id"])
