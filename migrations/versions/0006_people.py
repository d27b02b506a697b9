"""People: persons, posts, registrations, committees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TABLES = ("person", "post", "teacher_registration", "committee", "committee_member", "person_not_duplicate")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("search_tokens", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("id_kind", sa.String(length=20), nullable=True),
        sa.Column("id_hash", sa.String(length=64), nullable=True),
        sa.Column("id_last_four", sa.String(length=4), nullable=True),
        sa.Column("party_standing", sa.String(length=20), nullable=True),
        sa.Column("party_joined_on", sa.Date(), nullable=True),
        sa.Column("party_unit_id", sa.Uuid(), nullable=True),
        sa.Column("registration", sa.String(length=10), nullable=False),
        sa.Column("registered_to_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "id_kind IN ('resident_id', 'residence_permit', 'hk_macao_permit', 'taiwan_permit', 'foreign_resident_id', 'passport')",
            name=op.f("ck_person_id_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('teacher', 'administrative', 'support', 'worker', 'official', 'external')",
            name=op.f("ck_person_kind"),
        ),
        sa.CheckConstraint("party_standing IN ('probationary', 'full')", name=op.f("ck_person_party_standing")),
        sa.CheckConstraint(
            "registration IN ('none', 'valid', 'suspended', 'refused')", name=op.f("ck_person_registration")
        ),
        sa.CheckConstraint("status IN ('active', 'retired', 'left')", name=op.f("ck_person_status")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id")),
        sa.ForeignKeyConstraint(["party_unit_id"], ["unit.id"], name=op.f("fk_person_party_unit_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_id_hash"), "person", ["id_hash"], unique=False)
    op.create_index(op.f("ix_person_merged_into_id"), "person", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_sort_key_id"), "person", ["sort_key", "id"], unique=False)
    op.create_index(op.f("ix_person_unit_id_sort_key"), "person", ["unit_id", "sort_key"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        tokens: sa.ColumnElement[str] = sa.literal_column("to_tsvector('simple', search_tokens)")
        op.create_index("ix_person_search", "person", [tokens], unique=False, postgresql_using="gin")
    op.create_table(
        "post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=20), nullable=True),
        sa.Column("portfolio", DOCUMENT, nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on >= from_on", name=op.f("ck_post_end_order")),
        sa.CheckConstraint(
            "end_reason IN ('term_over', 'transferred', 'resigned', 'retired', 'removed', 'abolished', 'deceased', 'entered_in_error')",
            name=op.f("ck_post_end_reason"),
        ),
        sa.CheckConstraint("team IN ('party', 'admin', 'discipline')", name=op.f("ck_post_team")),
        sa.CheckConstraint("term_ends_on > from_on", name=op.f("ck_post_term_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_person_id"), "post", ["person_id"], unique=False)
    op.create_index(op.f("ix_post_term_ends_on"), "post", ["term_ends_on"], unique=False)
    op.create_index(op.f("ix_post_unit_id_kind"), "post", ["unit_id", "kind"], unique=False)
    op.create_table(
        "teacher_registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("period_from_on", sa.Date(), nullable=False),
        sa.Column("period_to_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('register', 'suspend', 'refuse', 'reinstate')", name=op.f("ck_teacher_registration_decision")
        ),
        sa.CheckConstraint(
            "state IN ('none', 'valid', 'suspended', 'refused')", name=op.f("ck_teacher_registration_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_teacher_registration_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_teacher_registration_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_registration")),
    )
    op.create_index(op.f("ix_teacher_registration_person_id"), "teacher_registration", ["person_id"], unique=False)
    op.create_table(
        "committee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("dissolved_on >= founded_on", name=op.f("ck_committee_order")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_committee_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    op.create_index(op.f("ix_committee_unit_id_kind"), "committee", ["unit_id", "kind"], unique=False)
    op.create_table(
        "committee_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("capacity", sa.String(length=60), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("left_on >= joined_on", name=op.f("ck_committee_member_order")),
        sa.CheckConstraint(
            "role IN ('head', 'deputy_head', 'office_head', 'member')", name=op.f("ck_committee_member_role")
        ),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_committee_member_committee_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_committee_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    op.create_index(op.f("ix_committee_member_committee_id"), "committee_member", ["committee_id"], unique=False)
    op.create_index(op.f("ix_committee_member_person_id"), "committee_member", ["person_id"], unique=False)
    op.create_table(
        "person_not_duplicate",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_person_not_duplicate_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_person_not_duplicate_other_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_person_not_duplicate")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
