"""Whose account, whose work: the person of an account, who answers for evidence, in which capacity a job was asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.drop_column("account", "person_id")  # nothing ever wrote it
    _add_reference("account", "person_id", "person")
    op.create_index("uq_account_person_id", "account", ["person_id"], unique=True)
    _add_reference("evidence_item", "responsible_id", "account")
    op.execute(sa.text("UPDATE evidence_item SET responsible_id = created_by"))
    op.create_index(op.f("ix_evidence_item_responsible_id"), "evidence_item", ["responsible_id"], unique=False)
    op.add_column("job", sa.Column("post_id", sa.Uuid(), nullable=True))
    op.add_column("job", sa.Column("carried", DOCUMENT, nullable=True))


def _add_reference(table: str, column: str, to: str) -> None:
    """A nullable column with a foreign key; SQLite takes it in place, where a table that others refer to is no copy."""
    name = f"fk_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) CONSTRAINT {name} REFERENCES {to} (id)"))
    else:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(name), table, to, [column], ["id"])


def downgrade() -> None:
    op.drop_column("job", "carried")
    op.drop_column("job", "post_id")
    op.drop_index(op.f("ix_evidence_item_responsible_id"), "evidence_item")
    op.drop_column("evidence_item", "responsible_id")
    op.drop_index("uq_account_person_id", "account")
