"""Bundles: an import whose members are imports, run one after another."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_bundle()
    op.add_column("import", sa.Column("place", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_import_bundle_id_place"), "import", ["bundle_id", "place"], unique=False)


def _add_bundle() -> None:
    """SQLite takes the key in place: a table that others refer to is no copy."""
    name = "fk_import_bundle_id"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            sa.text(f'ALTER TABLE "import" ADD COLUMN bundle_id CHAR(32) CONSTRAINT {name} REFERENCES "import" (id)')
        )
    else:
        op.add_column("import", sa.Column("bundle_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(name), "import", "import", ["bundle_id"], ["id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_import_bundle_id_place"), "import")
    op.drop_column("import", "place")
    op.drop_column("import", "bundle_id")
