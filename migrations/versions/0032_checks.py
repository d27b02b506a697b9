"""Checks: the last run of each unit, what did not pass, counts; findings and their steps."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
MEASURES = ("passed", "failed", "not_applicable", "insufficient")
TABLES = (
    *("check_run", "check_tally", "check_count", "check_result", "finding", "finding_step"),
    *("check_figure_total", "check_figure_delta", "finding_figure_total", "finding_figure_delta"),
)
FACT = ("unit_id", "rule_id", "subject_type", "subject_id", "subject_key")


def upgrade() -> None:
    _counts()
    _results()
    _findings()
    _figures("check_figure", ("family",), MEASURES)
    _figures("finding_figure", ("family", "severity", "state"), ("findings",))


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=null)


def _measures() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in MEASURES]


def _create(table: str, columns: Sequence[sa.schema.SchemaItem], unique: tuple[str, Sequence[str]] | None) -> None:
    """A table with an id, of a unit, and what makes a row the only one of its kind."""
    keys: list[sa.schema.SchemaItem] = [
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    if unique:
        keys.append(sa.UniqueConstraint(*unique[1], name=op.f(unique[0])))
    own = (sa.Column("id", sa.Uuid(), nullable=False), sa.Column("unit_id", sa.Uuid(), nullable=False))
    op.create_table(table, *own, _text("suite", 20), *columns, *keys)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _counts() -> None:
    times = (sa.Column("ran_at", INSTANT, nullable=False), sa.Column("changed_at", INSTANT, nullable=False))
    _create("check_run", [*times, *_measures()], ("uq_check_run_unit", ["unit_id", "suite"]))
    rule = (_text("family", 10), _text("rule_id", 10))
    _create("check_tally", [*rule, *_measures()], ("uq_check_tally_rule", ["unit_id", "rule_id"]))
    _index("check_tally", "rule_id")
    record = (_text("subject_type", 20), sa.Column("subject_id", sa.Uuid(), nullable=False))
    unique = ("uq_check_count_record", ["unit_id", "subject_type", "subject_id"])
    _create("check_count", [*record, *_measures()], unique)
    _index("check_count", "subject_id")


def _fact() -> list[sa.schema.SchemaItem]:
    return [
        _text("rule_id", 10),
        _text("subject_type", 20),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        _text("subject_key", 120),
        _text("subject_label", 200),
        sa.Column("subject_on", sa.Date(), nullable=True),
        _text("severity", 10),
        sa.Column("evidence", DOCUMENT, nullable=False),
        _text("digest", 32),
    ]


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(repr(word) for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _results() -> None:
    columns = [
        *_fact(),
        _text("answer", 20),
        sa.Column("answered_at", INSTANT, nullable=False),
        _one_of("check_result", "answer", "fail insufficient_data"),
        _one_of("check_result", "severity", "red yellow blue"),
    ]
    _create("check_result", columns, ("uq_check_result_fact", FACT))
    for names in (("unit_id", "answer"), ("rule_id", "answer"), ("subject_id",)):
        _index("check_result", *names)


def _findings() -> None:
    people = ("owner_id", "submitted_by", "proposed_by", "closed_by")
    links = [sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_finding_{name}")) for name in people]
    columns = [
        *_fact(),
        _text("family", 10),
        _text("state", 12),
        sa.Column("opened_at", INSTANT, nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in people),
        sa.Column("due_on", sa.Date(), nullable=True),
        _text("response", 2000, null=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _one_of("finding", "state", "open acknowledged rectifying rechecking closed dismissed"),
        _one_of("finding", "severity", "red yellow blue"),
        *links,
        sa.ForeignKeyConstraint(["problem_id"], ["rectification_problem.id"], name=op.f("fk_finding_problem_id")),
    ]
    _create("finding", columns, ("uq_finding_fact", FACT))
    for names in (("unit_id", "state"), ("state", "severity"), ("subject_id",), ("owner_id",), ("due_on",)):
        _index("finding", *names)
    _index("finding", "updated_at")
    verbs = "open acknowledge respond submit return close assign rectify propose dismiss keep reopen settle recur"
    op.create_table(
        "finding_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        _text("verb", 12),
        _text("state", 12),
        _text("severity", 10),
        _text("text", 2000, null=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        _one_of("finding_step", "verb", verbs),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_step_finding_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_finding_step_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_step")),
    )
    _index("finding_step", "finding_id", "at")


def _figures(name: str, words: Sequence[str], measures: Sequence[str]) -> None:
    place = ("unit_id", *words)
    for table, own in ((f"{name}_total", False), (f"{name}_delta", True)):
        key = op.f(f"pk_{table}")
        op.create_table(
            table,
            *([sa.Column("id", sa.Uuid(), nullable=False)] if own else []),
            sa.Column("unit_id", sa.Uuid(), nullable=False),
            *(_text(column, 40) for column in words),
            *(sa.Column(column, sa.BigInteger(), nullable=False) for column in measures),
            sa.PrimaryKeyConstraint("id", name=key) if own else sa.PrimaryKeyConstraint(*place, name=key),
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
