"""Decisions: of each kind one filing at a time waits for its answer."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
_WAITS = sa.text("answer IS NULL")
# What was filed twice counts as noted with the first: it stays to be read, and the clock of the first one goes on.
_DOUBLES = """
UPDATE decision_filing SET answer = 'noted', answered_on = filed_on, answer_text = '重复报备，并入先前一件',
  revision = revision + 1
WHERE answer IS NULL AND EXISTS (
  SELECT 1 FROM decision_filing AS earlier
  WHERE earlier.decision_id = decision_filing.decision_id AND earlier.kind = decision_filing.kind
    AND earlier.answer IS NULL AND earlier.id < decision_filing.id
)
"""


def upgrade() -> None:
    op.execute(_DOUBLES)
    op.create_index(
        *("uq_decision_filing_open", "decision_filing", ["decision_id", "kind"]),
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def downgrade() -> None:
    op.drop_index("uq_decision_filing_open", table_name="decision_filing")
