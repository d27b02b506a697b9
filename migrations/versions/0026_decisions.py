"""Decisions 三重一大: meetings, topics, decisions and what follows them; payments, contracts, suppliers; policies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0021"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "supplier",
    "meeting",
    "meeting_attendance",
    "meeting_minutes",
    "filed_meeting",
    "meeting_topic",
    "topic_step",
    "topic_voice",
    "decision_policy",
    "decision_matter",
    "team_absence",
    "relation_declaration",
    "decision_change",
    "decision",
    "decision_publicity",
    "decision_filing",
    "decision_execution",
    "decision_progress",
    "decision_evaluation",
    "contract",
    "payment",
)
CATEGORY = "major_decision personnel_appointment major_project large_fund_use"
DISCLOSURE = "public internal confidential"
REASON = "cannot_express_will abroad suspended on_probation detained bedridden away_half_year"
STATE = "draft issued"
FORM = "in_person video circulation"
MEETING_STATE = "draft submitted filed"
TYPE = (
    "party_organization_meeting principal_office_meeting party_branch_assembly staff_congress school_affairs_committee"
)
ADVISER = "legal finance staff_delegate expert other"
ROLE = "voting_member sit_in recorder invited_supervisor"
STATUS = "present late absent leave"
BUDGET_STATE = "budgeted unbudgeted"
SPEND_TYPE = (
    "goods works services hospitality travel other treasury_remittance utilities salary student_aid tax settlement"
)
MEETING_TOPIC_STATUS = "draft submitted scheduled discussed deferred withdrawn"
VOTE_METHOD = "oral show_of_hands signed_ballot secret_ballot principal_decides"
RESULT = "passed passed_with_changes rejected deferred"
DECISION_STATUS = "decided publicized filed executing completed evaluated suspended superseded"
TOPIC_STEP_TYPE = "research consultation expert risk legality publicity_comment staff_congress discipline_opinion parent_committee secretary_principal_talk"
BALLOT = "for against abstain recused absent not_voting"
STANCE = "agree disagree suggestion"
METHOD = "direct inquiry comparison negotiation open_tender central single_source"
ANSWER = "noted approved objected"
KIND = "pre_filing approval post_filing"
DECISION_PUBLICITY_KIND = "public_notice disclosure"


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def upgrade() -> None:
    _suppliers()
    _meetings()
    _topics()
    _policies()
    _decisions()
    _execution()
    _money()


def _suppliers() -> None:
    op.create_table(
        "supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", BYTEWISE, nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("legal_rep", sa.String(length=100), nullable=True),
        sa.Column("phones", DOCUMENT, nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("related_person_ids", DOCUMENT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_supplier_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("unit_id", "name_key", name=op.f("uq_supplier_unit_id_name_key")),
    )
    op.create_index(op.f("ix_supplier_credit_code"), "supplier", ["credit_code"], unique=False)


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("serial_no", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("chair_delegated", sa.Boolean(), nullable=True),
        sa.Column("recorder_id", sa.Uuid(), nullable=True),
        sa.Column("notice_at", INSTANT, nullable=True),
        sa.Column("papers_at", INSTANT, nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("ratified_by_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=True),
        sa.Column("changed_by_topic_id", sa.Uuid(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("source_system", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("meeting", "form", FORM),
        _one_of("meeting", "state", MEETING_STATE),
        _one_of("meeting", "type", TYPE),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_meeting_unit_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["person.id"], name=op.f("fk_meeting_recorder_id")),
        sa.ForeignKeyConstraint(["ratified_by_id"], ["meeting.id"], name=op.f("fk_meeting_ratified_by_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_meeting_submitted_by")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_meeting_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("unit_id", "source_system", "source_id", name=op.f("uq_meeting_source")),
    )
    op.create_index(op.f("ix_meeting_state_updated_at"), "meeting", ["state", "updated_at"], unique=False)
    op.create_index(op.f("ix_meeting_unit_id_held_at"), "meeting", ["unit_id", "held_at"], unique=False)
    op.create_table(
        "meeting_attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("adviser", sa.String(length=20), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        _one_of("meeting_attendance", "adviser", ADVISER),
        _one_of("meeting_attendance", "role", ROLE),
        _one_of("meeting_attendance", "status", STATUS),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_attendance_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index(op.f("ix_meeting_attendance_person_id"), "meeting_attendance", ["person_id"], unique=False)
    op.create_table(
        "meeting_minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("elements", DOCUMENT, nullable=True),
        sa.Column("supervisor_opinion", sa.String(length=2000), nullable=True),
        sa.Column("distribution", sa.String(length=1000), nullable=True),
        sa.Column("archive_class", sa.String(length=20), nullable=True),
        sa.Column("box_no", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_minutes")),
    )
    op.create_table(
        "filed_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("changed_topic_ids", DOCUMENT, nullable=False),
        sa.Column("changed_by_topic_id", sa.Uuid(), nullable=True),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_filed_meeting_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_filed_meeting_unit_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_filed_meeting_filed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_meeting")),
        sa.UniqueConstraint("meeting_id", "edition", name=op.f("uq_filed_meeting_meeting_id_edition")),
    )
    op.create_index(op.f("ix_filed_meeting_unit_id"), "filed_meeting", ["unit_id"], unique=False)


def _topics() -> None:
    op.create_table(
        "meeting_topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=True),
        sa.Column("matter_codes", DOCUMENT, nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=True),
        sa.Column("background", sa.String(length=4000), nullable=True),
        sa.Column("proposal", sa.String(length=4000), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("added_at", INSTANT, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("spend_type", sa.String(length=20), nullable=True),
        sa.Column("budget_state", sa.String(length=12), nullable=True),
        sa.Column("budget_line", sa.String(length=200), nullable=True),
        sa.Column("related_topic_ids", DOCUMENT, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("deferral_reason", sa.String(length=500), nullable=True),
        sa.Column("concerned_person_ids", DOCUMENT, nullable=False),
        sa.Column("concerned_supplier_ids", DOCUMENT, nullable=False),
        sa.Column("minutes_spent", sa.Integer(), nullable=True),
        sa.Column("vote_method", sa.String(length=20), nullable=True),
        sa.Column("vote_base", sa.Integer(), nullable=True),
        sa.Column("vote_for", sa.Integer(), nullable=True),
        sa.Column("vote_against", sa.Integer(), nullable=True),
        sa.Column("vote_abstained", sa.Integer(), nullable=True),
        sa.Column("vote_passed", sa.Boolean(), nullable=True),
        sa.Column("vote_per_topic", sa.Boolean(), nullable=True),
        sa.Column("counted_by_id", sa.Uuid(), nullable=True),
        sa.Column("search_tokens", sa.String(), nullable=False),
        _one_of("meeting_topic", "budget_state", BUDGET_STATE),
        _one_of("meeting_topic", "category", CATEGORY),
        _one_of("meeting_topic", "spend_type", SPEND_TYPE),
        _one_of("meeting_topic", "status", MEETING_TOPIC_STATUS),
        _one_of("meeting_topic", "vote_method", VOTE_METHOD),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_topic_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_meeting_topic_unit_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_meeting_topic_proposer_id")),
        sa.ForeignKeyConstraint(["counted_by_id"], ["person.id"], name=op.f("fk_meeting_topic_counted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_topic")),
    )
    op.create_index(op.f("ix_meeting_topic_meeting_id_number"), "meeting_topic", ["meeting_id", "number"], unique=False)
    op.create_index(op.f("ix_meeting_topic_unit_id_id"), "meeting_topic", ["unit_id", "id"], unique=False)
    op.create_table(
        "topic_step",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("participants", sa.String(length=1000), nullable=True),
        _one_of("topic_step", "type", TOPIC_STEP_TYPE),
        sa.ForeignKeyConstraint(["topic_id"], ["meeting_topic.id"], name=op.f("fk_topic_step_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", "position", name=op.f("pk_topic_step")),
    )
    op.create_table(
        "topic_voice",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speak_order", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=12), nullable=True),
        sa.Column("said", sa.String(length=4000), nullable=True),
        sa.Column("ballot", sa.String(length=12), nullable=True),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column("recusal_ground", sa.String(length=500), nullable=True),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("returned_at", INSTANT, nullable=True),
        sa.Column("left_before", sa.Boolean(), nullable=True),
        _one_of("topic_voice", "ballot", BALLOT),
        _one_of("topic_voice", "stance", STANCE),
        sa.ForeignKeyConstraint(["topic_id"], ["meeting_topic.id"], name=op.f("fk_topic_voice_topic_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topic_voice_person_id")),
        sa.PrimaryKeyConstraint("topic_id", "person_id", name=op.f("pk_topic_voice")),
    )
    op.create_index(op.f("ix_topic_voice_person_id"), "topic_voice", ["person_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        tokens = sa.func.to_tsvector(sa.literal_column("'simple'"), sa.literal_column("search_tokens"))
        op.create_index("ix_meeting_topic_search", "meeting_topic", [tokens], postgresql_using="gin")


def _policies() -> None:
    op.create_table(
        "decision_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("effective_to >= effective_from", name=op.f("ck_decision_policy_order")),
        _one_of("decision_policy", "state", STATE),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_policy_unit_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_decision_policy_issued_by")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_decision_policy_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_policy")),
        sa.UniqueConstraint("unit_id", "version", name=op.f("uq_decision_policy_unit_id_version")),
    )
    op.create_table(
        "decision_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("required_steps", DOCUMENT, nullable=False),
        sa.Column("meeting_sequence", DOCUMENT, nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("needs_publicity", sa.Boolean(), nullable=False),
        sa.Column("public_interest", sa.Boolean(), nullable=False),
        sa.Column("always_collective", sa.Boolean(), nullable=False),
        sa.Column("disclosure", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("decision_matter", "category", CATEGORY),
        _one_of("decision_matter", "disclosure", DISCLOSURE),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_matter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_matter")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_decision_matter_unit_id_code")),
    )
    op.create_table(
        "team_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_team_absence_order")),
        _one_of("team_absence", "reason", REASON),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_team_absence_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_absence")),
    )
    op.create_index(op.f("ix_team_absence_person_id"), "team_absence", ["person_id"], unique=False)
    op.create_index(op.f("ix_team_absence_unit_id"), "team_absence", ["unit_id"], unique=False)
    op.create_table(
        "relation_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("related_party", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=100), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("related_person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_relation_declaration_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relation_declaration_person_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_relation_declaration_supplier_id")),
        sa.ForeignKeyConstraint(
            ["related_person_id"], ["person.id"], name=op.f("fk_relation_declaration_related_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_declaration")),
    )
    op.create_index(op.f("ix_relation_declaration_person_id"), "relation_declaration", ["person_id"], unique=False)
    op.create_index(op.f("ix_relation_declaration_unit_id"), "relation_declaration", ["unit_id"], unique=False)
    op.create_table(
        "decision_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_change_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_change")),
    )
    op.create_index(op.f("ix_decision_change_unit_id"), "decision_change", ["unit_id"], unique=False)


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=True),
        sa.Column("conditions", sa.String(length=2000), nullable=True),
        sa.Column("responsible_person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("approved_amount", sa.BigInteger(), nullable=True),
        sa.Column("approved_supplier_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("confidentiality", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("decision", "confidentiality", DISCLOSURE),
        _one_of("decision", "result", RESULT),
        _one_of("decision", "status", DECISION_STATUS),
        sa.ForeignKeyConstraint(["topic_id"], ["meeting_topic.id"], name=op.f("fk_decision_topic_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_unit_id")),
        sa.ForeignKeyConstraint(
            ["responsible_person_id"], ["person.id"], name=op.f("fk_decision_responsible_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_supplier_id"], ["supplier.id"], name=op.f("fk_decision_approved_supplier_id")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_decision_topic_id")),
    )
    op.create_index(op.f("ix_decision_due_on"), "decision", ["due_on"], unique=False)
    op.create_index(op.f("ix_decision_unit_id_decided_on"), "decision", ["unit_id", "decided_on"], unique=False)
    op.create_table(
        "decision_publicity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("masked", sa.Boolean(), nullable=True),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("objections_open", sa.Integer(), nullable=False),
        sa.Column("handling", sa.String(length=2000), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("decision_publicity", "kind", DECISION_PUBLICITY_KIND),
        sa.CheckConstraint("objections >= 0", name=op.f("ck_decision_publicity_objections")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_publicity_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_publicity_unit_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_decision_publicity_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_publicity")),
    )
    op.create_index(op.f("ix_decision_publicity_decision_id"), "decision_publicity", ["decision_id"], unique=False)
    op.create_index(op.f("ix_decision_publicity_notice_id"), "decision_publicity", ["notice_id"], unique=False)
    op.create_index(op.f("ix_decision_publicity_unit_id"), "decision_publicity", ["unit_id"], unique=False)
    op.create_table(
        "decision_filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("approval_no", sa.String(length=100), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answer_text", sa.String(length=2000), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("acted_text", sa.String(length=2000), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("decision_filing", "answer", ANSWER),
        _one_of("decision_filing", "kind", KIND),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_filing_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_filing_unit_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_decision_filing_filed_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_decision_filing_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_filing")),
    )
    op.create_index(
        op.f("ix_decision_filing_answered_on_filed_on"), "decision_filing", ["answered_on", "filed_on"], unique=False
    )
    op.create_index(op.f("ix_decision_filing_decision_id"), "decision_filing", ["decision_id"], unique=False)
    op.create_index(
        op.f("ix_decision_filing_unit_id_filed_on"), "decision_filing", ["unit_id", "filed_on"], unique=False
    )


def _execution() -> None:
    op.create_table(
        "decision_execution",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("blocker", sa.String(length=1000), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("changed_by_topic_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_decision_execution_progress")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_execution_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_execution_unit_id")),
        sa.ForeignKeyConstraint(
            ["changed_by_topic_id"], ["meeting_topic.id"], name=op.f("fk_decision_execution_changed_by_topic_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_execution")),
    )
    op.create_index(op.f("ix_decision_execution_unit_id"), "decision_execution", ["unit_id"], unique=False)
    op.create_table(
        "decision_progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_progress_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_progress_unit_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_decision_progress_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_progress")),
    )
    op.create_index(
        op.f("ix_decision_progress_decision_id_id"), "decision_progress", ["decision_id", "id"], unique=False
    )
    op.create_index(op.f("ix_decision_progress_unit_id"), "decision_progress", ["unit_id"], unique=False)
    op.create_table(
        "decision_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=True),
        sa.Column("result", sa.String(length=2000), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.String(length=2000), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_evaluation_decision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_evaluation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_evaluation")),
    )
    op.create_index(op.f("ix_decision_evaluation_decision_id"), "decision_evaluation", ["decision_id"], unique=False)
    op.create_index(op.f("ix_decision_evaluation_unit_id"), "decision_evaluation", ["unit_id"], unique=False)


def _money() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("spend_type", sa.String(length=20), nullable=True),
        sa.Column("budget_state", sa.String(length=12), nullable=True),
        sa.Column("method", sa.String(length=16), nullable=True),
        sa.Column("project_key", sa.String(length=100), nullable=True),
        sa.Column("framework", sa.Boolean(), nullable=False),
        sa.Column("items", DOCUMENT, nullable=True),
        sa.Column("bidders", DOCUMENT, nullable=True),
        sa.Column("publicized", sa.Boolean(), nullable=True),
        sa.Column("source_system", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("contract", "budget_state", BUDGET_STATE),
        _one_of("contract", "method", METHOD),
        _one_of("contract", "spend_type", SPEND_TYPE),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contract_unit_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_contract_decision_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_contract_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("unit_id", "source_system", "source_id", name=op.f("uq_contract_source")),
    )
    op.create_index(op.f("ix_contract_decision_id"), "contract", ["decision_id"], unique=False)
    op.create_index(op.f("ix_contract_supplier_id"), "contract", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_contract_unit_id_signed_on"), "contract", ["unit_id", "signed_on"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("payee_name", sa.String(length=200), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("voucher_no", sa.String(length=100), nullable=True),
        sa.Column("spend_type", sa.String(length=20), nullable=True),
        sa.Column("budget_state", sa.String(length=12), nullable=True),
        sa.Column("method", sa.String(length=16), nullable=True),
        sa.Column("project_key", sa.String(length=100), nullable=True),
        sa.Column("budget_line", sa.String(length=200), nullable=True),
        sa.Column("purpose", sa.String(length=500), nullable=True),
        sa.Column("invoice_nos", DOCUMENT, nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_by", DOCUMENT, nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("source_system", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("payment", "budget_state", BUDGET_STATE),
        _one_of("payment", "method", METHOD),
        _one_of("payment", "spend_type", SPEND_TYPE),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_payment_unit_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_payment_decision_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_payment_contract_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_payment_supplier_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_payment_proposer_id")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_payment_buyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("unit_id", "source_system", "source_id", name=op.f("uq_payment_source")),
    )
    op.create_index(op.f("ix_payment_contract_id"), "payment", ["contract_id"], unique=False)
    op.create_index(op.f("ix_payment_decision_id"), "payment", ["decision_id"], unique=False)
    op.create_index(op.f("ix_payment_supplier_id"), "payment", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_payment_unit_id_paid_on"), "payment", ["unit_id", "paid_on"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
