"""Rectification: problems with tasks and acts, campaigns with stages and plans, accountability actions, figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "rectification_figure_delta",
    "rectification_figure_total",
    "rectification_campaign",
    "rectification_problem",
    "accountability_action",
    "rectification_act",
    "rectification_campaign_unit",
    "rectification_cooperation",
    "rectification_stage",
    "rectification_task",
    "rectification_check",
    "rectification_plan",
    "rectification_step",
)


def upgrade() -> None:
    _rectification_figure_delta()
    _rectification_figure_total()
    _rectification_campaign()
    _rectification_problem()
    _accountability_action()
    _rectification_act()
    _rectification_campaign_unit()
    _rectification_cooperation()
    _rectification_stage()
    _rectification_task()
    _rectification_check()
    _rectification_plan()
    _rectification_step()


def _rectification_figure_delta() -> None:
    op.create_table(
        "rectification_figure_delta",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=40), nullable=False),
        sa.Column("sent_on", sa.String(length=40), nullable=False),
        sa.Column("problems", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_figure_delta")),
    )


def _rectification_figure_total() -> None:
    op.create_table(
        "rectification_figure_total",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=40), nullable=False),
        sa.Column("sent_on", sa.String(length=40), nullable=False),
        sa.Column("problems", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id", "state", "severity", "day", "sent_on", name=op.f("pk_rectification_figure_total")
        ),
    )


def _rectification_campaign() -> None:
    op.create_table(
        "rectification_campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=True),
        sa.Column("goal", sa.String(length=2000), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=500), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'running', 'closed', 'cancelled')", name=op.f("ck_rectification_campaign_state")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_rectification_campaign_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rectification_campaign_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_campaign")),
    )
    op.create_index(
        op.f("ix_rectification_campaign_unit_id_first_on"), "rectification_campaign", ["unit_id", "first_on"]
    )


def _rectification_problem() -> None:
    op.create_table(
        "rectification_problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("source_label", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("cause_text", sa.String(length=1000), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("lineage", sa.String(length=80), nullable=True),
        sa.Column("indicator", sa.String(length=200), nullable=True),
        sa.Column("cited_rule", sa.String(length=500), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("contest_due_on", sa.Date(), nullable=True),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=True),
        sa.Column("lead_person_id", sa.Uuid(), nullable=True),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("duty", sa.String(length=500), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("summary", sa.String(length=2000), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(length=2000), nullable=True),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("consolidated_on", sa.Date(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("extension_until_on", sa.Date(), nullable=True),
        sa.Column("extension_by", sa.Uuid(), nullable=True),
        sa.Column("recurrence_of_id", sa.Uuid(), nullable=True),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "severity IN ('general', 'serious', 'major')", name=op.f("ck_rectification_problem_severity")
        ),
        sa.CheckConstraint(
            "state IN ('identified', 'confirmed', 'contested', 'assigned', 'rectifying', 'submitted', 'accepted', 'consolidated', 'withdrawn')",
            name=op.f("ck_rectification_problem_state"),
        ),
        sa.ForeignKeyConstraint(["accepted_by"], ["account.id"], name=op.f("fk_rectification_problem_accepted_by")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_rectification_problem_created_by")),
        sa.ForeignKeyConstraint(["extension_by"], ["account.id"], name=op.f("fk_rectification_problem_extension_by")),
        sa.ForeignKeyConstraint(
            ["lead_person_id"], ["person.id"], name=op.f("fk_rectification_problem_lead_person_id")
        ),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_rectification_problem_lead_unit_id")),
        sa.ForeignKeyConstraint(
            ["recurrence_of_id"], ["rectification_problem.id"], name=op.f("fk_rectification_problem_recurrence_of_id")
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_rectification_problem_submitted_by")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_rectification_problem_supervisor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rectification_problem_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_problem")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_rectification_problem_unit_id_number")),
    )
    op.create_index(op.f("ix_rectification_problem_lead_person_id"), "rectification_problem", ["lead_person_id"])
    op.create_index(op.f("ix_rectification_problem_lead_unit_id"), "rectification_problem", ["lead_unit_id"])
    op.create_index(op.f("ix_rectification_problem_recurrence_of_id"), "rectification_problem", ["recurrence_of_id"])
    op.create_index(op.f("ix_rectification_problem_state_due_on"), "rectification_problem", ["state", "due_on"])
    op.create_index(op.f("ix_rectification_problem_supervisor_id"), "rectification_problem", ["supervisor_id"])
    op.create_index(
        op.f("ix_rectification_problem_unit_id_lineage_kind"), "rectification_problem", ["unit_id", "lineage", "kind"]
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_rectification_problem_search",
            "rectification_problem",
            [sa.func.to_tsvector(sa.literal_column("'simple'"), sa.literal_column("search_tokens"))],
            postgresql_using="gin",
        )


def _accountability_action() -> None:
    op.create_table(
        "accountability_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=True),
        sa.Column("basis", sa.String(length=1000), nullable=True),
        sa.Column("demand", sa.String(length=2000), nullable=True),
        sa.Column("effect", sa.String(length=1000), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("effect_until_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'issued', 'closed', 'revoked')", name=op.f("ck_accountability_action_state")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_accountability_action_created_by")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_accountability_action_issued_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accountability_action_person_id")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["rectification_problem.id"], name=op.f("fk_accountability_action_problem_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_accountability_action_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_action")),
    )
    op.create_index(op.f("ix_accountability_action_person_id"), "accountability_action", ["person_id"])
    op.create_index(op.f("ix_accountability_action_problem_id"), "accountability_action", ["problem_id"])
    op.create_index(
        op.f("ix_accountability_action_unit_id_issued_on"), "accountability_action", ["unit_id", "issued_on"]
    )


def _rectification_act() -> None:
    op.create_table(
        "rectification_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("inner", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_rectification_act_actor_id")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["rectification_problem.id"], name=op.f("fk_rectification_act_problem_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_act")),
    )
    op.create_index(op.f("ix_rectification_act_problem_id_id"), "rectification_act", ["problem_id", "id"])


def _rectification_campaign_unit() -> None:
    op.create_table(
        "rectification_campaign_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('working', 'submitted', 'accepted')", name=op.f("ck_rectification_campaign_unit_state")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["rectification_campaign.id"], name=op.f("fk_rectification_campaign_unit_campaign_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_rectification_campaign_unit_decided_by")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_rectification_campaign_unit_submitted_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rectification_campaign_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_campaign_unit")),
        sa.UniqueConstraint("campaign_id", "unit_id", name=op.f("uq_rectification_campaign_unit_campaign_id_unit_id")),
    )
    op.create_index(op.f("ix_rectification_campaign_unit_unit_id"), "rectification_campaign_unit", ["unit_id"])


def _rectification_cooperation() -> None:
    op.create_table(
        "rectification_cooperation",
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["rectification_problem.id"], name=op.f("fk_rectification_cooperation_problem_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rectification_cooperation_unit_id")),
        sa.PrimaryKeyConstraint("problem_id", "unit_id", name=op.f("pk_rectification_cooperation")),
    )
    op.create_index(op.f("ix_rectification_cooperation_unit_id"), "rectification_cooperation", ["unit_id"])


def _rectification_stage() -> None:
    op.create_table(
        "rectification_stage",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("items", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["rectification_campaign.id"], name=op.f("fk_rectification_stage_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_rectification_stage")),
    )


def _rectification_task() -> None:
    op.create_table(
        "rectification_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=1000), nullable=False),
        sa.Column("milestone", sa.String(length=500), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('immediate', 'term', 'long_term')", name=op.f("ck_rectification_task_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rectification_task_person_id")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["rectification_problem.id"], name=op.f("fk_rectification_task_problem_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_task")),
    )
    op.create_index(op.f("ix_rectification_task_due_on"), "rectification_task", ["due_on"])
    op.create_index(op.f("ix_rectification_task_person_id"), "rectification_task", ["person_id"])
    op.create_index(op.f("ix_rectification_task_problem_id_position"), "rectification_task", ["problem_id", "position"])


def _rectification_check() -> None:
    op.create_table(
        "rectification_check",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_rectification_check_done_by")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["rectification_campaign_unit.id"], name=op.f("fk_rectification_check_place_id")
        ),
        sa.PrimaryKeyConstraint("place_id", "code", name=op.f("pk_rectification_check")),
    )


def _rectification_plan() -> None:
    op.create_table(
        "rectification_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("problems", sa.String(length=2000), nullable=False),
        sa.Column("measures", sa.String(length=2000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rectification_plan_person_id")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["rectification_campaign_unit.id"], name=op.f("fk_rectification_plan_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_plan")),
        sa.UniqueConstraint("place_id", "person_id", name=op.f("uq_rectification_plan_place_id_person_id")),
    )
    op.create_index(op.f("ix_rectification_plan_person_id"), "rectification_plan", ["person_id"])


def _rectification_step() -> None:
    op.create_table(
        "rectification_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_rectification_step_actor_id")),
        sa.ForeignKeyConstraint(["task_id"], ["rectification_task.id"], name=op.f("fk_rectification_step_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_step")),
    )
    op.create_index(op.f("ix_rectification_step_task_id_id"), "rectification_step", ["task_id", "id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
