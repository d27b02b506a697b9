"""What a move to a newer version of the framework would do, school by school, and which versions there are to move to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.accounts.models import Account
from api.assessments import refusals
from api.assessments.models import (
    AssessmentAdjustment,
    AssessmentEnrolment,
    AssessmentMigration,
    AssessmentRound,
    AssessmentScore,
)
from api.assessments.queries.campaigns import Held, get_held, load_campaign
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.rules import migrating
from api.assessments.rules.adjustments import AdjustmentKind, AdjustmentState, Claim
from api.assessments.rules.campaigns import CampaignVerb, campaign_step, campaign_verbs
from api.assessments.rules.facts import Applying, applying
from api.assessments.rules.migrating import Carried
from api.assessments.rules.rounds import HANDED_IN, Round, RoundState
from api.assessments.rules.scores import Said, leaf_nodes
from api.assessments.schemas.migrating import (
    AssessmentMigrationOut,
    AssessmentMigrationPreview,
    AssessmentMigrations,
    MigrationMove,
    MigrationRound,
    MigrationTarget,
    UnknownAdjustment,
)
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.core.schemas import Named
from api.frameworks import queries as frameworks
from api.frameworks.queries.versions import Published, list_published, name_versions, named
from api.frameworks.rules.differences import Move, Treatment, plan
from api.frameworks.rules.scoring import Node, Scorer
from api.frameworks.rules.states import VersionState
from api.frameworks.schemas.comparisons import VersionNamed
from api.ledger.rules import document_hash
from api.organizations.models import Unit

_E, _R, _S = (one.__table__ for one in (AssessmentEnrolment, AssessmentRound, AssessmentScore))
_SAID = ("round_id", "code", "inputs", "overridden", "not_applicable", "override_reason", "comment")
_STRETCH = 200
_COUNTS = (AdjustmentState.PROPOSED.value, AdjustmentState.UPHELD.value)


# --- What there is ---------------------------------------------------------------------------------------------------


class Sheets(NamedTuple):
    """An enrolment with its rounds and their entries, as rows."""

    enrolment: Any
    rounds: Mapping[Round, Any]
    entries: Mapping[Round, Mapping[str, Any]]


def stream_sheets(ctx: Context, campaign_id: UUID, *, whole: bool = False) -> Iterator[list[Sheets]]:
    """Every enrolment of a campaign that the caller has loaded, some at a time, each stretch in three statements.

    `whole`: entries with all their columns; else only with what they say.
    """
    entry = list(_S.c) if whole else [_S.c[name] for name in _SAID]
    after: UUID | None = None
    columns = [_E.c[name] for name in ("id", "unit_id", "facts", "not_applicable", "revision")]
    stmt = select(*columns, Unit.name).join(Unit, Unit.id == _E.c.unit_id).where(_E.c.campaign_id == campaign_id)
    stmt = stmt.order_by(_E.c.id).limit(_STRETCH)
    while True:
        rows = ctx.session.execute(stmt if after is None else stmt.where(_E.c.id > after)).all()
        if rows:
            yield _with_rounds(ctx, rows, entry)
            after = rows[-1].id
        if len(rows) < _STRETCH:
            return


def _with_rounds(ctx: Context, enrolments: Sequence[Any], entry: Sequence[Any]) -> list[Sheets]:
    ids = [one.id for one in enrolments]
    rounds: dict[UUID, dict[Round, Any]] = defaultdict(dict)
    for row in ctx.session.execute(select(_R).where(_R.c.enrolment_id.in_(ids)).order_by(_R.c.id)):
        rounds[row.enrolment_id][Round(row.round)] = row
    places = {row.id: (key, which) for key, held in rounds.items() for which, row in held.items()}
    entries: dict[UUID, dict[Round, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    mine = select(*entry).select_from(_S).join(_R, _R.c.id == _S.c.round_id).where(_R.c.enrolment_id.in_(ids))
    for row in ctx.session.execute(mine.order_by(_S.c.round_id, _S.c.code)):
        key, which = places[row.round_id]
        entries[key][which][row.code] = row
    return [Sheets(one, rounds[one.id], entries[one.id]) for one in enrolments]


def said_of(row: Any) -> Said:
    """What a stored entry says."""
    return Said(row.inputs, row.overridden, row.not_applicable, row.override_reason, row.comment)


# --- What becomes of it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """From one version to another: the plan, and the new version ready to score."""

    held: Held
    target: Published
    old: Scorer
    new: Scorer
    moves: Sequence[Move]
    by_code: Mapping[str, Move]
    nodes: Mapping[str, Node]
    applied: Applying


class Judged(NamedTuple):
    """What becomes of one enrolment. `carried`: by round, then by old code; `nodes`: the new items that apply to it."""

    sheets: Sheets
    absent: list[str]
    nodes: Mapping[str, Node]
    carried: Mapping[Round, Mapping[str, Carried | None]]
    reopened: Sequence[Round]

    def entries(self, which: Round) -> dict[str, Said]:
        """What a round says by the new version."""
        return {one.code: one.said for one in self.carried[which].values() if one is not None}

    @property
    def changes(self) -> bool:
        """Whether other items apply than before, or a signed round opens again."""
        return self.absent != sorted(self.sheets.enrolment.not_applicable) or bool(self.reopened)


def passage_to(ctx: Context, held: Held, version_id: UUID) -> Passage:
    """What a move of a campaign goes by. Errors: `assessment.migration_target` as `input.invalid`."""
    targets = {one.version.id: one for one in _newer(ctx, held)}
    refuse_if_any([] if version_id in targets else [Violation(refusals.MIGRATION_TARGET, "/to")])
    target = targets[version_id]
    old = scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    new = scorer_by_hash(ctx, version_id, target.version.content_hash)
    moves = plan(old.framework, new.framework)
    by_code = {move.old_code: move for move in moves if move.old_code is not None}
    return Passage(held, target, old, new, moves, by_code, leaf_nodes(new), applying(new.framework))


def _newer(ctx: Context, held: Held) -> list[Published]:
    """The versions of the same framework that were published after the campaign's and are in force, newest first."""
    now = frameworks.get_published(ctx, held.campaign.version_id)
    return [
        one
        for one in list_published(ctx, now.record.id)
        if one.state is VersionState.PUBLISHED and one.version.published_at > now.version.published_at
    ]


def judge(passage: Passage, sheets: Sheets) -> Judged:
    """What becomes of one enrolment."""
    absent = sorted(passage.applied(sheets.enrolment.facts).not_applicable)
    nodes = {code: node for code, node in passage.nodes.items() if code not in absent}
    carried = {
        which: migrating.carry_all(
            passage.by_code, {code: said_of(row) for code, row in sheets.entries.get(which, {}).items()}, nodes
        )
        for which in sheets.rounds
    }
    judged = Judged(sheets, absent, nodes, carried, ())
    lacking = [which for which in sheets.rounds if migrating.open_items(nodes, judged.entries(which))]
    states = {which: RoundState(row.state) for which, row in sheets.rounds.items()}
    return judged._replace(reopened=migrating.reopened(states, lacking))


# --- The preview -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What a move comes to over all schools; also what its hash is made of."""

    schools: int = 0
    reapplied: int = 0
    entries: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)
    rounds: dict[Round, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    changed: list[migrating.Changed] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """One more school."""
        self.schools += 1
        self.reapplied += judged.absent != sorted(judged.sheets.enrolment.not_applicable)
        if judged.changes:
            self.changed.append((judged.sheets.enrolment.id, judged.absent, judged.reopened))
        for which, row in judged.sheets.rounds.items():
            state = RoundState(row.state)
            self.rounds[which]["begun"] += state is not RoundState.NOT_STARTED
            self.rounds[which]["handed_in"] += state in HANDED_IN
            self.rounds[which]["reopened"] += which in judged.reopened
            for code, one in judged.carried[which].items():
                self.entries[code] += 1
                self.carried[code] += one is not None and not one.cleared

    @property
    def reopened(self) -> int:
        """How many signed rounds open again."""
        return sum(one["reopened"] for one in self.rounds.values())

    def hash_for(self, passage: Passage) -> str:
        """The hash of what is agreed to."""
        versions = (passage.held.content_hash, passage.target.version.content_hash)
        return document_hash(migrating.preview_document(versions, passage.moves, self.changed))


def preview_migration(ctx: Context, campaign_id: UUID, version_id: UUID) -> AssessmentMigrationPreview:
    """What a move of a campaign would do. Nothing is written.

    Errors: `not_found`, `assessment.wrong_state`, `assessment.migration_target` as `input.invalid`.
    """
    held = load_campaign(ctx, campaign_id)
    campaign_step(held.state, CampaignVerb.MIGRATE)
    passage, tally = passage_to(ctx, held, version_id), Tally()
    for stretch in stream_sheets(ctx, campaign_id):
        for sheets in stretch:
            tally.add(judge(passage, sheets))
    return AssessmentMigrationPreview(
        old=named(frameworks.get_published(ctx, held.campaign.version_id)),
        new=named(passage.target),
        preview_hash=tally.hash_for(passage),
        schools=tally.schools,
        reapplied=tally.reapplied,
        counts=counts_of(passage),
        moves=[_move(move, tally) for move in passage.moves],
        rounds=[MigrationRound(round=one, **tally.rounds[one]) for one in Round if one in tally.rounds],
        unknown_adjustments=[
            UnknownAdjustment(kind=claim.kind, code=claim.code, schools=number)
            for claim, number in unknown_adjustments(ctx, passage)
        ],
    )


def counts_of(passage: Passage) -> dict[Treatment, int]:
    """How many items are treated how."""
    return dict(Counter(move.treatment for move in passage.moves))


def _move(move: Move, tally: Tally) -> MigrationMove:
    entries, carried = tally.entries[move.old_code or ""], tally.carried[move.old_code or ""]
    return MigrationMove(**move._asdict(), entries=entries, carried=carried, cleared=entries - carried)


def unknown_adjustments(ctx: Context, passage: Passage) -> list[tuple[Claim, int]]:
    """Bonuses, deductions and vetoes of the campaign that the new version does not know, and at how many schools."""
    one = AssessmentAdjustment
    keys = (one.kind, one.code, one.level)
    stmt = (
        select(*keys, func.count(one.enrolment_id.distinct()).label("schools"))
        .where(one.campaign_id == passage.held.campaign.id, one.state.in_(_COUNTS))
        .group_by(*keys)
        .order_by(*keys)
    )
    found = {Claim(AdjustmentKind(row.kind), row.code, row.level): row.schools for row in ctx.session.execute(stmt)}
    return [(claim, found[claim]) for claim in migrating.unknown_claims(passage.new.framework, found)]


# --- The list --------------------------------------------------------------------------------------------------------


def list_migrations(ctx: Context, campaign_id: UUID) -> AssessmentMigrations:
    """The moves of a campaign, newest first, and for who may move it: where it could move to. Errors: `not_found`."""
    held = get_held(ctx, campaign_id)
    manages = ctx.actor is None or reach.reaches(ctx, held.unit.path, Permission.ASSESSMENT_MANAGE)
    movable = manages and CampaignVerb.MIGRATE in campaign_verbs(held.state)
    stmt = (
        select(AssessmentMigration, Account.display_name)
        .outerjoin(Account, Account.id == AssessmentMigration.migrated_by)
        .where(AssessmentMigration.campaign_id == campaign_id)
        .order_by(AssessmentMigration.number.desc())
    )
    rows = ctx.session.execute(stmt).all()
    names = name_versions(ctx, {id_ for row in rows for id_ in (row[0].old_id, row[0].new_id)})
    return AssessmentMigrations(
        targets=[_target(one) for one in _newer(ctx, held)] if movable else [],
        items=[_migration(row, names, tells=manages) for row in rows],
    )


def _target(one: Published) -> MigrationTarget:
    version = one.version
    plain = {name: getattr(version, name) for name in ("version", "title", "published_at")}
    return MigrationTarget(version_id=version.id, framework=one.record.code, **plain)


def _migration(row: Any, names: Mapping[UUID, VersionNamed], *, tells: bool) -> AssessmentMigrationOut:
    one: AssessmentMigration = row.AssessmentMigration
    who = Named(id=one.migrated_by, name=row.display_name) if tells and one.migrated_by else None
    plain = {name: getattr(one, name) for name in ("number", "counts", "reopened", "reason", "migrated_at")}
    return AssessmentMigrationOut(**plain, old=names[one.old_id], new=names[one.new_id], migrated_by=who)


def next_number(ctx: Context, campaign_id: UUID) -> int:
    """The number of the next move."""
    stmt = select(func.coalesce(func.max(AssessmentMigration.number), 0) + 1)
    return ctx.session.execute(stmt.where(AssessmentMigration.campaign_id == campaign_id)).scalar_one()
