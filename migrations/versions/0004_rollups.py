"""Figures of schools: deltas and totals."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MEASURES = (
    *("schools", "coded", "complete", "values_known", "pupils", "pupils_known", "staff", "staff_known"),
    *("boarding_true", "boarding_false"),
    *("canteen_none", "canteen_self_run", "canteen_contracted", "canteen_delivered"),
    *("area_urban", "area_town", "area_rural"),
    *("party_organization_none", "party_organization_joint_branch", "party_organization_branch"),
    *("party_organization_general_branch", "party_organization_committee"),
    *("party_coverage_independent", "party_coverage_joint", "party_coverage_dispatched", "party_coverage_none"),
)


def upgrade() -> None:
    op.create_table(
        "school_figure_delta",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_figure_delta")),
    )
    op.create_table(
        "school_figure_total",
        *_columns(),
        sa.PrimaryKeyConstraint("unit_id", "type", "ownership", "status", name=op.f("pk_school_figure_total")),
    )


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("ownership", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in MEASURES),
    )


def downgrade() -> None:
    op.drop_table("school_figure_total")
    op.drop_table("school_figure_delta")
