"""A finding beyond reach, for the house's tests."""

from uuid import UUID

from sqlalchemy import select

from api.checks.models import Finding
from tests.api.checks.steps import ran
from tests.world import World


def far_finding(world: World) -> dict[str, str]:
    """What stands in addresses for a finding of the other county, and for rules that there are not."""
    ran(world, "far_school", one=3)
    with world.host() as ctx:
        stmt = select(Finding.id).where(Finding.unit_id == UUID(world.unit("far_school")))
        finding = ctx.session.execute(stmt).scalars().first()
    return {"{finding_id}": str(finding), "{rule_id}": "NUM-99", "{suite}": "nothing"}


_WORDS = ("respond", "submit", "return", "close", "reopen", "propose-dismissal", "dismiss", "keep")
FINDINGS = {f"{{finding_id}}:{verb} POST": {"text": "情况说明"} for verb in _WORDS} | {"{finding_id}:assign POST": {}}
