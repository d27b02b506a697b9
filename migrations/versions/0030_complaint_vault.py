"""Complaints: what the portal keeps, what is sealed inside, custodians and requests for identities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    *("complaint_receipt", "complaint_letter", "complaint_drop", "portal_document"),
    *("complaint_reporter", "complaint_content", "complaint_attachment", "complaint_identity"),
    *("custodian_key", "identity_request", "doomed_key"),
)


def upgrade() -> None:
    _portal()
    _letters()
    _contents()
    _identities()


def _portal() -> None:
    op.create_table(
        "complaint_drop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity", DOCUMENT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_drop")),
    )
    op.create_index(op.f("ix_complaint_drop_opens_id"), "complaint_drop", ["opens", "id"])
    op.create_table(
        "complaint_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("shown", DOCUMENT, nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_receipt")),
        sa.UniqueConstraint("hash", name=op.f("uq_complaint_receipt_hash")),
    )
    op.create_table(
        "portal_document",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_document")),
    )


def _letters() -> None:
    kinds = "'complaint', 'message', 'objection', 'question', 'answer'"
    op.create_table(
        "complaint_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_complaint_letter_kind")),
        sa.ForeignKeyConstraint(["receipt_id"], ["complaint_receipt.id"], name=op.f("fk_complaint_letter_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_letter")),
    )
    op.create_index(op.f("ix_complaint_letter_receipt_id_number"), "complaint_letter", ["receipt_id", "number"])
    op.create_table(
        "complaint_reporter",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("shown", DOCUMENT, nullable=False),
        sa.Column("letters_out", DOCUMENT, nullable=False),
        sa.Column("identity_opened_on", sa.Date(), nullable=True),
        sa.Column("takes_media", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("put_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_reporter_case_id")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_complaint_reporter")),
    )
    op.create_index(op.f("ix_complaint_reporter_case_id"), "complaint_reporter", ["case_id"])


def _contents() -> None:
    op.create_table(
        "complaint_content",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("drop_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_content_case_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_complaint_content_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_content")),
        sa.UniqueConstraint("drop_id", name=op.f("uq_complaint_content_drop_id")),
    )
    op.create_index(op.f("ix_complaint_content_case_id_number"), "complaint_content", ["case_id", "number"])
    states = "'none', 'pending', 'done', 'failed'"
    op.create_table(
        "complaint_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("clean", sa.LargeBinary(), nullable=True),
        sa.Column("clean_state", sa.String(length=10), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("drop_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"clean_state IN ({states})", name=op.f("ck_complaint_attachment_clean_state")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_attachment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_attachment")),
        sa.UniqueConstraint("drop_id", name=op.f("uq_complaint_attachment_drop_id")),
    )
    op.create_index(op.f("ix_complaint_attachment_case_id"), "complaint_attachment", ["case_id"])
    op.create_index(op.f("ix_complaint_attachment_clean_state"), "complaint_attachment", ["clean_state"])


def _identities() -> None:
    op.create_table(
        "complaint_identity",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("envelopes", DOCUMENT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_identity_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_complaint_identity")),
    )
    op.create_table(
        "custodian_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("rests_until", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_custodian_key_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodian_key")),
    )
    op.create_index(op.f("ix_custodian_key_account_id"), "custodian_key", ["account_id"])
    _requests()
    op.create_table(
        "doomed_key",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_doomed_key")),
    )


def _requests() -> None:
    states = "'pending', 'granted', 'denied', 'viewed', 'lapsed'"
    op.create_table(
        "identity_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("motive", sa.LargeBinary(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("usable_until", INSTANT, nullable=True),
        sa.Column("view", sa.LargeBinary(), nullable=True),
        sa.Column("view_key_id", sa.Uuid(), nullable=True),
        sa.Column("viewed_at", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_identity_request_state")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_identity_request_case_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_identity_request_requested_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_identity_request_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_request")),
    )
    op.create_index(op.f("ix_identity_request_state"), "identity_request", ["state"])
    op.create_index(op.f("ix_identity_request_case_id"), "identity_request", ["case_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
