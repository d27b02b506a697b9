"""Attempts that failed and attempts whose worker went without a word are counted apart."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place: what a job hands out would go with the job if SQLite had to copy its table.
    op.execute("ALTER TABLE job RENAME COLUMN attempts TO failures")
    op.execute("ALTER TABLE job ADD COLUMN losses INTEGER NOT NULL DEFAULT 0")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE job ALTER COLUMN losses DROP DEFAULT")
    op.execute("UPDATE job SET failures = 0 WHERE finished_at IS NULL")  # they were claims, not failures


def downgrade() -> None:
    op.drop_column("job", "losses")
    op.execute("ALTER TABLE job RENAME COLUMN failures TO attempts")
