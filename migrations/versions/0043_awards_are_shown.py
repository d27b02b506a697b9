"""Awards: what is publicised has the notice that shows it; what was said to be so without one is proposed again.

Results are found by unit and campaign together.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE, RESULT = "assessment_award", "assessment_result"
SHOWN = "state <> 'publicised' OR notice_id IS NOT NULL"


def upgrade() -> None:
    op.execute(
        sa.text(
            f"UPDATE {TABLE} SET state = 'proposed', notice_id = NULL, revision = revision + 1 "  # noqa: S608 (constants)
            "WHERE state = 'publicised' AND NOT EXISTS (SELECT 1 FROM public_notice "
            f"WHERE public_notice.id = {TABLE}.notice_id AND public_notice.object_type = '{TABLE}')"
        )
    )
    with op.batch_alter_table(TABLE) as batch:
        batch.create_check_constraint(op.f(f"ck_{TABLE}_shown"), SHOWN)
    with op.batch_alter_table(RESULT) as batch:
        batch.drop_index(op.f(f"ix_{RESULT}_unit_id"))
        batch.create_index(op.f(f"ix_{RESULT}_unit_id_campaign_id"), ["unit_id", "campaign_id"])


def downgrade() -> None:
    with op.batch_alter_table(RESULT) as batch:
        batch.drop_index(op.f(f"ix_{RESULT}_unit_id_campaign_id"))
        batch.create_index(op.f(f"ix_{RESULT}_unit_id"), ["unit_id"])
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(f"ck_{TABLE}_shown"), type_="check")
