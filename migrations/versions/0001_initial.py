"""The first tables: ledger, regions and units, calendars, accounts, idempotency."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("year", "revision", name=op.f("uq_calendar_year_year_revision")),
    )
    op.create_table(
        "idempotency_record",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_record")),
    )
    op.create_index(op.f("ix_idempotency_record_expires_at"), "idempotency_record", ["expires_at"], unique=False)
    op.create_table(
        "ledger_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("trace", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_event")),
    )
    op.create_index("ix_ledger_event_object", "ledger_event", ["object_type", "object_id", "id"], unique=False)
    op.create_index("ix_ledger_event_unit_id", "ledger_event", ["unit_id", "id"], unique=False)
    op.create_table(
        "login_failure",
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_login_failure")),
    )
    op.create_index(op.f("ix_login_failure_last_failed_at"), "login_failure", ["last_failed_at"], unique=False)
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index(op.f("ix_region_parent_code"), "region", ["parent_code"], unique=False)
    op.create_table(
        "school_year_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("first_starts_on", sa.Date(), nullable=False),
        sa.Column("first_ends_on", sa.Date(), nullable=False),
        sa.Column("second_starts_on", sa.Date(), nullable=False),
        sa.Column("second_ends_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_starts_on <= first_ends_on AND first_ends_on < second_starts_on AND second_starts_on <= second_ends_on",
            name=op.f("ck_school_year_terms_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year_terms")),
        sa.UniqueConstraint("unit_id", "school_year", name=op.f("uq_school_year_terms_unit_id_school_year")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("path", BYTEWISE, nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=200), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("short_sort_key", BYTEWISE, nullable=True),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('province', 'city', 'county', 'bureau', 'section', 'district', 'school')",
            name=op.f("ck_unit_kind"),
        ),
        sa.CheckConstraint("status IN ('operating', 'suspended', 'closed')", name=op.f("ck_unit_status")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_unit_kind_code")),
        sa.UniqueConstraint("path", name=op.f("uq_unit_path")),
    )
    op.create_index(op.f("ix_unit_parent_id_kind"), "unit", ["parent_id", "kind"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_unit_search",
            "unit",
            [sa.literal_column("to_tsvector('simple', search_tokens)")],
            unique=False,
            postgresql_using="gin",
        )
    op.create_index(op.f("ix_unit_sort_key_id"), "unit", ["sort_key", "id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=32), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'disabled')", name=op.f("ck_account_status")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_account_issued_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index(op.f("ix_account_unit_id"), "account", ["unit_id"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'make_up')", name=op.f("ck_calendar_day_kind")),
        sa.ForeignKeyConstraint(["version_id"], ["calendar_year.id"], name=op.f("fk_calendar_day_version_id")),
        sa.PrimaryKeyConstraint("version_id", "day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "ledger_payload",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["ledger_event.id"], name=op.f("fk_ledger_payload_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_ledger_payload")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("ownership", sa.String(length=10), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("former_names", DOCUMENT, nullable=False),
        sa.Column("boarding", sa.Boolean(), nullable=True),
        sa.Column("boarders", sa.Integer(), nullable=True),
        sa.Column("canteen", sa.String(length=10), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("party_members", sa.Integer(), nullable=True),
        sa.Column("party_organization", sa.String(length=20), nullable=True),
        sa.Column("party_coverage", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("longitude", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Integer(), nullable=True),
        sa.CheckConstraint("area IN ('urban', 'town', 'rural')", name=op.f("ck_school_area")),
        sa.CheckConstraint(
            "canteen IN ('none', 'self_run', 'contracted', 'delivered')", name=op.f("ck_school_canteen")
        ),
        sa.CheckConstraint("ownership IN ('public', 'private')", name=op.f("ck_school_ownership")),
        sa.CheckConstraint(
            "party_coverage IN ('independent', 'joint', 'dispatched', 'none')", name=op.f("ck_school_party_coverage")
        ),
        sa.CheckConstraint(
            "party_organization IN ('none', 'joint_branch', 'branch', 'general_branch', 'committee')",
            name=op.f("ck_school_party_organization"),
        ),
        sa.CheckConstraint(
            "type IN ('kindergarten', 'primary', 'junior_secondary', 'nine_year', 'senior_secondary', 'complete_secondary', 'vocational', 'special')",
            name=op.f("ck_school_type"),
        ),
        sa.CheckConstraint("boarders >= 0", name=op.f("ck_school_boarders")),
        sa.CheckConstraint("party_members >= 0", name=op.f("ck_school_party_members")),
        sa.CheckConstraint("pupils >= 0", name=op.f("ck_school_pupils")),
        sa.CheckConstraint("staff >= 0", name=op.f("ck_school_staff")),
        sa.ForeignKeyConstraint(["id"], ["unit.id"], name=op.f("fk_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_school_credit_code")),
    )
    op.create_table(
        "unit_external_id",
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_external_id_unit_id")),
        sa.PrimaryKeyConstraint("scheme", "value", name=op.f("pk_unit_external_id")),
    )
    op.create_index(op.f("ix_unit_external_id_unit_id"), "unit_external_id", ["unit_id"], unique=False)
    op.create_table(
        "account_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('auditor', 'bureau_leader', 'case_handler', 'case_supervisor', 'discipline_inspector', "
            "'district_reviewer', 'identity_custodian', 'inspection_head', 'intake_clerk', 'platform_admin', "
            "'read_only', 'school_clerk', 'school_leader', 'school_supervisor', 'section_officer')",
            name=op.f("ck_account_grant_role"),
        ),
        sa.CheckConstraint(
            "state IN ('active', 'proposed', 'refused', 'revoked')", name=op.f("ck_account_grant_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_grant_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_account_grant_decided_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_account_grant_proposed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
    )
    op.create_index(op.f("ix_account_grant_account_id"), "account_grant", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_grant_unit_id"), "account_grant", ["unit_id"], unique=False)
    op.create_index(
        "uq_account_grant_open",
        "account_grant",
        ["account_id", "role", "unit_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('active', 'proposed')"),
        postgresql_where=sa.text("state IN ('active', 'proposed')"),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("logged_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_session_expires_at"), "account_session", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_account_session_expires_at"), table_name="account_session")
    op.drop_index(op.f("ix_account_session_account_id"), table_name="account_session")
    op.drop_table("account_session")
    op.drop_index(
        "uq_account_grant_open",
        table_name="account_grant",
        sqlite_where=sa.text("state IN ('active', 'proposed')"),
        postgresql_where=sa.text("state IN ('active', 'proposed')"),
    )
    op.drop_index(op.f("ix_account_grant_unit_id"), table_name="account_grant")
    op.drop_index(op.f("ix_account_grant_account_id"), table_name="account_grant")
    op.drop_table("account_grant")
    op.drop_index(op.f("ix_unit_external_id_unit_id"), table_name="unit_external_id")
    op.drop_table("unit_external_id")
    op.drop_table("school")
    op.drop_table("ledger_payload")
    op.drop_table("calendar_day")
    op.drop_index(op.f("ix_account_unit_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_unit_sort_key_id"), table_name="unit")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_unit_search", table_name="unit", postgresql_using="gin")
    op.drop_index(op.f("ix_unit_parent_id_kind"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("school_year_terms")
    op.drop_index(op.f("ix_region_parent_code"), table_name="region")
    op.drop_table("region")
    op.drop_index(op.f("ix_login_failure_last_failed_at"), table_name="login_failure")
    op.drop_table("login_failure")
    op.drop_index("ix_ledger_event_unit_id", table_name="ledger_event")
    op.drop_index("ix_ledger_event_object", table_name="ledger_event")
    op.drop_table("ledger_event")
    op.drop_index(op.f("ix_idempotency_record_expires_at"), table_name="idempotency_record")
    op.drop_table("idempotency_record")
    op.drop_table("calendar_year")
