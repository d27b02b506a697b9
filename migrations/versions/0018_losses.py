"""Attempts whose worker went without a word are counted apart from those that failed."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place: SQLite would copy the table, and what jobs hand out goes with their rows. The default stays, for servers of
    # the version before that go on meanwhile.
    op.execute("ALTER TABLE job ADD COLUMN losses INTEGER NOT NULL DEFAULT 0")


def downgrade() -> None:
    op.drop_column("job", "losses")
