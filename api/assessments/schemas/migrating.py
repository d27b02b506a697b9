"""Wire shapes of the move of a campaign to a newer version of its framework, and of what stood before."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from api.assessments.rules.adjustments import AdjustmentKind
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.schemas.fields import AT, Reason
from api.assessments.schemas.rounds import AssessmentScoreOut
from api.core.schemas import In, Moment, Named, Out
from api.frameworks.rules.differences import Treatment
from api.frameworks.schemas.comparisons import VersionNamed

_TO = "0198c0de-0000-7000-8000-0000000000f3"
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_OLD: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-0000000000f2",
    "framework": "QLXX-REF-100",
    "title": "清廉学校评价参考框架",
    "version": "2026",
}
_NEW: dict[str, Any] = _OLD | {"id": _TO, "version": "2026.2"}
_COUNTS: dict[str, Any] = {"kept": 21, "rescored": 1, "new": 1}
_MOVE: dict[str, Any] = {
    "treatment": "rescored",
    "lineage": "QLXX-REF-100/A1",
    "old_code": "A1",
    "new_code": "A1",
    "title": "全面从严治党责任",
    "entries": 124,
    "carried": 121,
    "cleared": 3,
}

PreviewHash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class MigrationTarget(Out):
    """A newer version to which a campaign could move."""

    version_id: UUID
    framework: str
    version: str
    title: str
    published_at: Moment


class AssessmentMigrationOut(Out):
    """A move that was made. `counts`: items by what became of them; `reopened`: signed rounds that opened again."""

    number: int
    old: VersionNamed
    new: VersionNamed
    reason: str
    counts: dict[Treatment, int]
    reopened: int
    migrated_by: Named | None = Field(description="For those who manage the campaign.")
    migrated_at: Moment


class AssessmentMigrations(Out):
    """The moves of a campaign, and for those who manage it: the versions to which it could move."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "targets": [
                    {
                        "version_id": _TO,
                        "framework": "QLXX-REF-100",
                        "version": "2026.2",
                        "title": _NEW["title"],
                        "published_at": AT,
                    }
                ],
                "items": [],
            }
        }
    )

    targets: list[MigrationTarget]
    items: list[AssessmentMigrationOut]


class MigrationMove(Out):
    """What becomes of an item. `entries` are those of all rounds; `carried` of them stay, `cleared` do not."""

    treatment: Treatment
    lineage: str
    old_code: str | None
    new_code: str | None
    title: str
    entries: int
    carried: int
    cleared: int


class MigrationRound(Out):
    """What becomes of the rounds of one kind: signed ones open again where something must be entered again."""

    round: Round
    begun: int
    handed_in: int
    reopened: int


class UnknownAdjustment(Out):
    """Something added, deducted or vetoed that the new version does not know."""

    kind: AdjustmentKind
    code: str
    schools: int


class AssessmentMigrationPreview(Out):
    """What a move would do; nothing is written. `reapplied`: schools to which other items apply than before."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "old": _OLD,
                "new": _NEW,
                "preview_hash": _HASH,
                "schools": 62,
                "reapplied": 4,
                "counts": _COUNTS,
                "moves": [_MOVE],
                "rounds": [{"round": "self", "begun": 60, "handed_in": 41, "reopened": 41}],
                "unknown_adjustments": [],
            }
        }
    )

    old: VersionNamed
    new: VersionNamed
    preview_hash: str
    schools: int
    reapplied: int
    counts: dict[Treatment, int]
    moves: list[MigrationMove]
    rounds: list[MigrationRound]
    unknown_adjustments: list[UnknownAdjustment] = Field(description="These are withdrawn or lifted first.")


class AssessmentMigrateIn(In):
    """Where to, by which preview, and why."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"to": _TO, "preview_hash": _HASH, "reason": "省厅修订了 A1 的评分办法"}}
    )

    to: UUID
    preview_hash: PreviewHash
    reason: Reason


# --- What stood before -----------------------------------------------------------------------------------------------


class FormerRound(Out):
    """Where a round stood before a move. The total is left out where the caller does not see the round."""

    round: Round
    state: RoundState
    entered: int
    missing: int
    late: bool
    returns: int
    submitted_at: Moment | None
    total: str | None


class FormerSheet(Out):
    """The rounds of an enrolment as they stood before a move."""

    number: int
    framework: VersionNamed
    reason: str
    migrated_at: Moment
    rounds: list[FormerRound]


class FormerSheets(Out):
    """What stood before each move, newest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "number": 1,
                        "framework": _OLD,
                        "reason": "省厅修订了 A1 的评分办法",
                        "migrated_at": AT,
                        "rounds": [
                            {
                                "round": "self",
                                "state": "submitted",
                                "entered": 23,
                                "missing": 0,
                                "late": False,
                                "returns": 0,
                                "submitted_at": AT,
                                "total": "96.5",
                            }
                        ],
                    }
                ]
            }
        }
    )

    items: list[FormerSheet]


class FormerItem(Out):
    """An item of the old version with what it came to; null where it did not apply."""

    code: str
    title: str
    full: str
    value: str | None


class FormerRoundOut(FormerRound):
    """A round as it stood before a move, with every entry, by the version of then."""

    number: int
    enrolment_id: UUID
    framework: VersionNamed
    team: str | None
    note: str | None
    submitted_by: Named | None
    not_applicable: list[str]
    items: list[FormerItem]
    scores: list[AssessmentScoreOut]
