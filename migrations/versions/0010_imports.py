"""Imports: files on their way in, staged rows, faults and outcomes; manifests of the ledger's bulk events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
STATES = (
    *("open", "uploaded", "validating", "validated", "applying", "completed", "completed_with_errors", "failed"),
    *("cancelled", "expired", "rolling_back", "rolled_back", "partly_rolled_back"),
)
CHECKS = {
    "state": STATES,
    "mode": ("upsert", "create", "update", "delete"),
    "atomic": ("row", "all"),
    "on_blank": ("keep", "clear"),
}


def upgrade() -> None:
    _imports()
    _parts()
    _faults()
    _manifest()


def _imports() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("atomic", sa.String(length=4), nullable=False),
        sa.Column("validate_only", sa.Boolean(), nullable=False),
        sa.Column("id_scheme", sa.String(length=44), nullable=True),
        sa.Column("references", DOCUMENT, nullable=False),
        sa.Column("on_blank", sa.String(length=5), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=True),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("delimiter", sa.String(length=1), nullable=True),
        sa.Column("sheet", sa.String(length=200), nullable=True),
        sa.Column("header_row", sa.Integer(), nullable=True),
        sa.Column("mapping_id", sa.Uuid(), nullable=True),
        sa.Column("mapping", DOCUMENT, nullable=True),
        sa.Column("max_errors", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("announced", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.Column("request_print", sa.String(length=64), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("found", DOCUMENT, nullable=True),
        sa.Column("phase", sa.String(length=12), nullable=True),
        sa.Column("cursor", sa.String(length=40), nullable=True),
        sa.Column("phase_at", INSTANT, nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("bytes_done", sa.BigInteger(), nullable=False),
        sa.Column("rows_staged", sa.Boolean(), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.Column("warnings", DOCUMENT, nullable=False),
        sa.Column("groups", DOCUMENT, nullable=False),
        sa.Column("failure_code", sa.String(length=80), nullable=True),
        sa.Column("failure_params", DOCUMENT, nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("creator", sa.String(length=200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=True),
        sa.Column("validated_at", INSTANT, nullable=True),
        sa.Column("applied_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(_one_of(*each), name=op.f(f"ck_import_{each[0]}")) for each in CHECKS.items()),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_import_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("request_key", name=op.f("uq_import_request_key")),
    )
    for columns in (["created_by", "id"], ["unit_id", "id"], ["state", "expires_at"]):
        op.create_index(op.f(f"ix_import_{'_'.join(columns)}"), "import", columns, unique=False)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _parts() -> None:
    op.create_table(
        "import_part",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_part_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_part")),
    )
    for table, extra in (("import_block", ()), ("import_outcome", ("undone",))):
        op.create_table(
            table,
            sa.Column("import_id", sa.Uuid(), nullable=False),
            sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("rows", sa.Integer(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
            *(sa.Column(name, sa.Boolean(), nullable=False) for name in extra),
            sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f(f"fk_{table}_import_id")),
            sa.PrimaryKeyConstraint("import_id", "number", name=op.f(f"pk_{table}")),
        )


def _faults() -> None:
    op.create_table(
        "import_fault",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=True),
        sa.Column("column", sa.String(length=200), nullable=True),
        sa.Column("field", sa.String(length=80), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=True),
        sa.Column("params", DOCUMENT, nullable=False),
        sa.Column("suggestions", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_fault_import_id")),
        sa.PrimaryKeyConstraint("import_id", "row", "position", name=op.f("pk_import_fault")),
    )


def _manifest() -> None:
    op.create_table(
        "ledger_manifest",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("revision_before", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("object_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["ledger_event.id"], name=op.f("fk_ledger_manifest_event_id")),
        sa.PrimaryKeyConstraint("event_id", "row", name=op.f("pk_ledger_manifest")),
    )
    op.create_index(op.f("ix_ledger_manifest_object_id"), "ledger_manifest", ["object_id"], unique=False)


def downgrade() -> None:
    tables = ("ledger_manifest", "import_fault", "import_outcome", "import_block", "import_part", "import")
    for table in tables:
        op.drop_table(table)
