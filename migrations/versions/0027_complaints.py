"""Complaints: cases, whom they name, their timeline and clocks, what is done to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CHANNELS = (
    "'portal', 'phone', 'letter', 'visit', 'email', 'hotline_12345', "
    "'superior', 'media', 'patrol', 'self_found', 'system'"
)
STATES = (
    "'received', 'screening', 'awaiting_info', 'not_accepted', 'transferred', 'sealed_up', "
    "'merged', 'accepted', 'assigned', 'handling', 'on_hold', 'pending_approval', "
    "'concluded', 'fed_back', 'under_review', 'archived'"
)
RANKS = "'none', 'teacher', 'mid_level', 'school_leader', 'bureau_cadre', 'team_head', 'bureau_head', 'higher'"
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "complaint_case",
    "complaint_subject",
    "complaint_step",
    "complaint_tie",
    "complaint_clock",
    "complaint_extension",
    "complaint_clock_rule",
    "complaint_category",
    "complaint_assignment",
    "complaint_package",
    "complaint_transfer",
    "complaint_merge",
    "complaint_review",
    "complaint_outcome",
    "complaint_rating",
)


def upgrade() -> None:
    _cases()
    _about()
    _time()
    _handling()
    _ending()


def _cases() -> None:
    op.create_table(
        "complaint_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=1), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("category", sa.String(length=4), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("superior", sa.Boolean(), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=False),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source_system", sa.String(length=40), nullable=True),
        sa.Column("source_no", sa.String(length=80), nullable=True),
        sa.Column("hint_unit_id", sa.Uuid(), nullable=True),
        sa.Column("data_key_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("near_masses", sa.Boolean(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("proposal", DOCUMENT, nullable=True),
        sa.Column("returned_units", DOCUMENT, nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("suspected_false", sa.Boolean(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("rehandled", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("objection_until_on", sa.Date(), nullable=True),
        sa.Column("archive_from_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("hold_until_on", sa.Date(), nullable=True),
        sa.Column("retention_until_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"channel IN ({CHANNELS})",
            name=op.f("ck_complaint_case_channel"),
        ),
        sa.CheckConstraint("severity IN ('general', 'serious', 'major')", name=op.f("ck_complaint_case_severity")),
        sa.CheckConstraint(
            f"state IN ({STATES})",
            name=op.f("ck_complaint_case_state"),
        ),
        sa.CheckConstraint("track IN ('J', 'X', 'H', 'S')", name=op.f("ck_complaint_case_track")),
        sa.ForeignKeyConstraint(["hint_unit_id"], ["unit.id"], name=op.f("fk_complaint_case_hint_unit_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["complaint_case.id"], name=op.f("fk_complaint_case_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_case_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_case")),
        sa.UniqueConstraint("source_system", "source_no", name=op.f("uq_complaint_case_source_system_source_no")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_complaint_case_unit_id_number")),
    )
    op.create_index(op.f("ix_complaint_case_merged_into_id"), "complaint_case", ["merged_into_id"], unique=False)
    op.create_index(
        op.f("ix_complaint_case_unit_id_received_on"), "complaint_case", ["unit_id", "received_on"], unique=False
    )
    op.create_index(
        op.f("ix_complaint_case_unit_id_state_received_on"),
        "complaint_case",
        ["unit_id", "state", "received_on"],
        unique=False,
    )


def _about() -> None:
    op.create_table(
        "complaint_subject",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.String(length=14), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'unit', 'unknown')", name=op.f("ck_complaint_subject_kind")),
        sa.CheckConstraint(
            f"rank IN ({RANKS})",
            name=op.f("ck_complaint_subject_rank"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_subject_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_subject_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_subject_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_subject")),
    )
    op.create_index(
        op.f("ix_complaint_subject_case_id_position"), "complaint_subject", ["case_id", "position"], unique=False
    )
    op.create_index(op.f("ix_complaint_subject_person_id"), "complaint_subject", ["person_id"], unique=False)
    op.create_index(op.f("ix_complaint_subject_unit_id"), "complaint_subject", ["unit_id"], unique=False)
    op.create_table(
        "complaint_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("step_on", sa.Date(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("track", sa.String(length=1), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("fields", DOCUMENT, nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_complaint_step_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
    )
    op.create_index(op.f("ix_complaint_step_case_id_at"), "complaint_step", ["case_id", "at"], unique=False)
    op.create_table(
        "complaint_tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_complaint_tie_one")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_tie_account_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_complaint_tie_declared_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_tie_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_tie_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_tie")),
        sa.UniqueConstraint("account_id", "person_id", "unit_id", name="uq_complaint_tie_account"),
    )


def _time() -> None:
    op.create_table(
        "complaint_clock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("extended_to_on", sa.Date(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("paused", DOCUMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('duty', 'window')", name=op.f("ck_complaint_clock_kind")),
        sa.CheckConstraint(
            "level IN ('calm', 'half', 'near', 'due', 'urged', 'supervised')", name=op.f("ck_complaint_clock_level")
        ),
        sa.CheckConstraint(
            "outcome IN ('running', 'met', 'late', 'over', 'dropped')", name=op.f("ck_complaint_clock_outcome")
        ),
        sa.CheckConstraint("unit IN ('day', 'working_day', 'month')", name=op.f("ck_complaint_clock_unit")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_clock_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_clock")),
    )
    op.create_index(op.f("ix_complaint_clock_case_id"), "complaint_clock", ["case_id"], unique=False)
    op.create_index(op.f("ix_complaint_clock_outcome_due_on"), "complaint_clock", ["outcome", "due_on"], unique=False)
    op.create_table(
        "complaint_extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("clock_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("approval_no", sa.String(length=100), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_complaint_extension_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_extension_case_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["complaint_clock.id"], name=op.f("fk_complaint_extension_clock_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_complaint_extension_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_extension")),
    )
    op.create_index(op.f("ix_complaint_extension_case_id"), "complaint_extension", ["case_id"], unique=False)
    op.create_index(op.f("ix_complaint_extension_clock_id"), "complaint_extension", ["clock_id"], unique=False)
    op.create_table(
        "complaint_clock_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("extend", sa.Integer(), nullable=False),
        sa.Column("extend_times", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_complaint_clock_rule_changed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_clock_rule_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_clock_rule")),
    )
    op.create_index(
        op.f("ix_complaint_clock_rule_unit_id_rule_from_on"),
        "complaint_clock_rule",
        ["unit_id", "rule", "from_on"],
        unique=False,
    )
    op.create_table(
        "complaint_category",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("zh", sa.String(length=60), nullable=False),
        sa.Column("en", sa.String(length=100), nullable=False),
        sa.Column("track", sa.String(length=1), nullable=False),
        sa.Column("portal", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_complaint_category_changed_by")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_complaint_category")),
    )


def _handling() -> None:
    op.create_table(
        "complaint_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("return_until_on", sa.Date(), nullable=False),
        sa.Column("disposition", sa.String(length=14), nullable=True),
        sa.Column("study_on", sa.Date(), nullable=True),
        sa.Column("study_no", sa.String(length=100), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_as", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_complaint_assignment_assigned_by")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_assignment_case_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_complaint_assignment_handler_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_assignment")),
    )
    op.create_index(op.f("ix_complaint_assignment_case_id"), "complaint_assignment", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_complaint_assignment_handler_id_ended_on"),
        "complaint_assignment",
        ["handler_id", "ended_on"],
        unique=False,
    )
    op.create_table(
        "complaint_package",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("spans", DOCUMENT, nullable=False),
        sa.Column("sent_id", sa.Uuid(), nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('work', 'outcome')", name=op.f("ck_complaint_package_purpose")),
        sa.CheckConstraint(
            "state IN ('draft', 'released', 'answered', 'withdrawn')", name=op.f("ck_complaint_package_state")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_complaint_package_answered_by")),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_package_case_id")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_complaint_package_released_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_package_unit_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_complaint_package_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_package")),
    )
    op.create_index(op.f("ix_complaint_package_case_id"), "complaint_package", ["case_id"], unique=False)
    op.create_index(op.f("ix_complaint_package_unit_id_state"), "complaint_package", ["unit_id", "state"], unique=False)
    op.create_table(
        "complaint_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("upward", sa.Boolean(), nullable=False),
        sa.Column("organ", sa.String(length=40), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_transfer_case_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_complaint_transfer_proposed_by")),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_complaint_transfer_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_transfer")),
    )
    op.create_index(op.f("ix_complaint_transfer_case_id"), "complaint_transfer", ["case_id"], unique=False)
    op.create_table(
        "complaint_merge",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_merge_case_id")),
        sa.ForeignKeyConstraint(["into_id"], ["complaint_case.id"], name=op.f("fk_complaint_merge_into_id")),
        sa.ForeignKeyConstraint(["merged_by"], ["account.id"], name=op.f("fk_complaint_merge_merged_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_complaint_merge")),
    )
    op.create_index(op.f("ix_complaint_merge_into_id"), "complaint_merge", ["into_id"], unique=False)


def _ending() -> None:
    op.create_table(
        "complaint_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_review_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_complaint_review_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_review")),
    )
    op.create_index(op.f("ix_complaint_review_case_id"), "complaint_review", ["case_id"], unique=False)
    op.create_table(
        "complaint_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=14), nullable=False),
        sa.Column("form", sa.Integer(), nullable=True),
        sa.Column("measures", DOCUMENT, nullable=False),
        sa.Column("recovered", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("rectification_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("clarified_on", sa.Date(), nullable=True),
        sa.Column("clarified_by", sa.Uuid(), nullable=True),
        sa.Column("clarification_id", sa.Uuid(), nullable=True),
        sa.Column("notified_unit_id", sa.Uuid(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "finding IN ('true', 'partly', 'untrue', 'unverifiable')", name=op.f("ck_complaint_outcome_finding")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_outcome_case_id")),
        sa.ForeignKeyConstraint(["clarified_by"], ["account.id"], name=op.f("fk_complaint_outcome_clarified_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_complaint_outcome_decided_by")),
        sa.ForeignKeyConstraint(["notified_unit_id"], ["unit.id"], name=op.f("fk_complaint_outcome_notified_unit_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_complaint_outcome_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_outcome")),
    )
    op.create_index(op.f("ix_complaint_outcome_case_id"), "complaint_outcome", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_complaint_outcome_notified_unit_id"), "complaint_outcome", ["notified_unit_id"], unique=False
    )
    op.create_table(
        "complaint_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["complaint_case.id"], name=op.f("fk_complaint_rating_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_rating")),
    )
    op.create_index(op.f("ix_complaint_rating_case_id"), "complaint_rating", ["case_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
