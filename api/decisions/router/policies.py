"""Policies and the catalogue of matters over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.decisions import errors, queries, service
from api.decisions.schemas.policies import (
    LimitList,
    MatterAdoption,
    MatterCatalogue,
    MatterIn,
    MatterPatch,
    PolicyEndIn,
    PolicyIn,
    PolicyOut,
    PolicyPatch,
    PolicyRow,
)
from api.ledger.schemas import Event

policies_router = Router(prefix="/policies", tags=["decisions"])
matters_router = Router(prefix="/matters", tags=["decisions"])

P = Permission
At = Annotated[UUID | None, Query(description="What this unit goes by: its own versions, and issued ones above it.")]
Reads = Annotated[Context, Requires(P.DECISION_READ)]
Snapshot = Annotated[Context, Requires(P.DECISION_READ, snapshot=True)]
Creates = Annotated[Context, Requires(P.DECISION_POLICY, idempotent=True)]
Changes = Annotated[Context, Requires(P.DECISION_POLICY, if_match="required")]
_STATE = (errors.WRONG_STATE,)


@policies_router.get("", summary="List policies 制度版本", errors=(TOO_DEEP,))
def list_policies(ctx: Snapshot, paging: Paged, unit: At = None) -> Page[PolicyRow]:
    """Versions of policies within reach, or those that one unit goes by; newest first."""
    return queries.list_policies(ctx, unit, paging)


@policies_router.get("/limits", summary="List the numbers of policies 期限参数")
def list_policy_limits(_ctx: Reads) -> LimitList:
    """The days and other numbers that a policy may set, each with its default and where that comes from."""
    return queries.list_limits()


@policies_router.post("", status_code=201, summary="Draft a policy 起草制度")
def create_policy(ctx: Creates, body: PolicyIn) -> PolicyOut:
    """A new version for a bureau or a school within reach, as a draft."""
    return service.create_policy(ctx, body)


@policies_router.get("/{policy_id}", summary="Read a policy 制度详情")
def get_policy(ctx: Reads, policy_id: UUID) -> PolicyOut:
    """A version with what it says. Issued ones are read by all who go by them."""
    return queries.get_policy(ctx, policy_id)


@policies_router.patch("/{policy_id}", summary="Change a policy 修改制度", errors=_STATE)
def change_policy(ctx: Changes, policy_id: UUID, body: PolicyPatch) -> PolicyOut:
    """Merge patch of a draft; its content is replaced as a whole."""
    return service.change_policy(ctx, policy_id, body)


@policies_router.delete("/{policy_id}", status_code=204, summary="Discard a draft policy 删除制度草稿", errors=_STATE)
def discard_policy(ctx: Changes, policy_id: UUID) -> None:
    """Take a draft away."""
    service.discard_policy(ctx, policy_id)


@policies_router.post("/{policy_id}/simulate", status_code=202, summary="Simulate a policy 制度试算")
def simulate_policy(ctx: Annotated[Context, Requires(P.DECISION_POLICY)], policy_id: UUID) -> JobOut:
    """Which findings would appear and go away if this version had always been in force: `Location` names the job.

    Its `result`: `schools` looked at, `changed_schools`, findings that `appear` and `vanish`, and both for each of the
    `rules` whose findings would change. The records stay as they are.
    """
    return service.simulate_policy(ctx, policy_id)


@policies_router.post("/{policy_id}:issue", summary="Issue a policy 发布制度", errors=(*_STATE, errors.POLICY_OVERLAP))
def issue_policy(ctx: Changes, policy_id: UUID) -> PolicyOut:
    """Put a draft in force from its day on. The version before it ends the day before."""
    return service.issue_policy(ctx, policy_id)


@policies_router.post("/{policy_id}:end", summary="End a policy 终止制度", errors=_STATE)
def end_policy(ctx: Changes, policy_id: UUID, body: PolicyEndIn) -> PolicyOut:
    """Set the last day of an issued version."""
    return service.end_policy(ctx, policy_id, body)


@policies_router.get("/{policy_id}/history", summary="List a policy's history 制度变动记录", errors=(BAD_CURSOR,))
def list_policy_history(ctx: Reads, policy_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to a policy and who did it, newest first."""
    return queries.list_history(ctx, "decision_policy", policy_id, cursor, limit)


@matters_router.get("", summary="Read the catalogue of matters 事项清单", errors=(NOT_FOUND,))
def get_matter_catalogue(ctx: Snapshot, unit: UUID) -> MatterCatalogue:
    """The catalogue in force at a unit: its own, else that of the nearest unit above, else the shipped one."""
    return queries.get_catalogue(ctx, unit)


@matters_router.post(":adopt", summary="Adopt the shipped catalogue 采用事项清单")
def adopt_matter_catalogue(
    ctx: Annotated[Context, Requires(P.DECISION_POLICY)], body: MatterAdoption
) -> MatterCatalogue:
    """Make the 40 shipped matters a unit's own, to be changed there. Codes that it has already stay."""
    return service.adopt_matters(ctx, body)


@matters_router.post("", status_code=201, summary="Add a matter 增加事项", errors=(errors.MATTER_TAKEN, NOT_FOUND))
def create_matter(ctx: Creates, unit: UUID, body: MatterIn) -> MatterCatalogue:
    """A row of a unit's own catalogue."""
    return service.create_matter(ctx, unit, body)


@matters_router.patch("/{matter_id}", summary="Change a matter 修改事项")
def change_matter(ctx: Changes, matter_id: UUID, body: MatterPatch) -> MatterCatalogue:
    """Merge patch of a matter."""
    return service.change_matter(ctx, matter_id, body)


@matters_router.delete("/{matter_id}", summary="Remove a matter 删除事项")
def remove_matter(ctx: Changes, matter_id: UUID) -> MatterCatalogue:
    """Take a matter out of a unit's own catalogue. Topics keep its code."""
    return service.remove_matter(ctx, matter_id)
