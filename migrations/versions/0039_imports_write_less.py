"""Lines of a manifest look up no event, and PostgreSQL does not try to compress again what imports have compressed."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_COMPRESSED = ("import_block", "import_outcome")


def upgrade() -> None:
    with op.batch_alter_table("ledger_manifest") as batch:
        batch.drop_constraint(op.f("fk_ledger_manifest_event_id"), type_="foreignkey")
    _store("EXTERNAL")


def _store(how: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _COMPRESSED:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN content SET STORAGE {how}")


def downgrade() -> None:
    _store("EXTENDED")
    with op.batch_alter_table("ledger_manifest") as batch:
        batch.create_foreign_key(op.f("fk_ledger_manifest_event_id"), "ledger_event", ["event_id"], ["id"])
