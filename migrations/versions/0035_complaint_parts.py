"""Complaints: files in parts of one size, on their way in and inside."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COPIES = ("original", "clean")


def upgrade() -> None:
    _create("complaint_drop_part", "drop_id", "complaint_drop")
    copy = sa.Column("copy", sa.String(length=8), nullable=False)
    known = sa.CheckConstraint("copy IN ('original', 'clean')", name=op.f("ck_complaint_file_part_copy"))
    _create("complaint_file_part", "attachment_id", "complaint_attachment", copy, known)
    op.execute(  # what was sealed whole is its own first part
        "INSERT INTO complaint_file_part (attachment_id, copy, number, sealed) "
        "SELECT id, 'original', 0, original FROM complaint_attachment"
    )
    # How long a cleaned copy is was not kept; the original is still there.
    op.execute("UPDATE complaint_attachment SET clean_state = 'failed' WHERE clean_state = 'done'")
    with op.batch_alter_table("complaint_attachment") as batch:
        for name in COPIES:
            batch.drop_column(name)


def _create(table: str, owner: str, owners: str, *more: sa.schema.SchemaItem) -> None:
    columns = [item for item in more if isinstance(item, sa.Column)]
    key = [owner, *(column.name for column in columns), "number"]
    op.create_table(
        table,
        sa.Column(owner, sa.Uuid(), nullable=False),
        *columns,
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=op.f(f"fk_{table}_{owner}"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        *(item for item in more if not isinstance(item, sa.Column)),
    )


def downgrade() -> None:
    with op.batch_alter_table("complaint_attachment") as batch:
        batch.add_column(sa.Column("original", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
        batch.add_column(sa.Column("clean", sa.LargeBinary(), nullable=True))
    first = "SELECT sealed FROM complaint_file_part WHERE attachment_id = complaint_attachment.id"
    op.execute(f"UPDATE complaint_attachment SET original = ({first} AND copy = 'original' AND number = 0)")  # noqa: S608
    op.drop_table("complaint_file_part")
    op.drop_table("complaint_drop_part")
