"""The ledger in order: pending events, sequence, tree, heads, epochs; the hash of an object's document."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_event", sa.Column("object_hash", sa.String(length=64), nullable=True))
    op.create_table(
        "ledger_pending",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_ledger_pending")),
    )
    op.create_table(
        "ledger_sequence",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_sequence")),
        sa.UniqueConstraint("event_id", name=op.f("uq_ledger_sequence_event_id")),
    )
    op.create_table(
        "ledger_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_ledger_node")),
    )
    op.create_table(
        "ledger_epoch",
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_epoch")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("epoch", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "size", name=op.f("pk_ledger_head")),
    )
    # What was written before there was an order waits for its place like everything after it.
    op.execute("INSERT INTO ledger_pending (event_id) SELECT id FROM ledger_event")


def downgrade() -> None:
    for table in ("ledger_head", "ledger_epoch", "ledger_node", "ledger_sequence", "ledger_pending"):
        op.drop_table(table)
    with op.batch_alter_table("ledger_event") as batch:
        batch.drop_column("object_hash")
