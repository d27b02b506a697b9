"""What tests of imports do again and again."""

from uuid import UUID

from api.core import ids
from api.exchange.imports.models import Import
from api.exchange.imports.rules import ImportState
from api.exchange.imports.schemas.resource import Counts
from tests.world import World


def far(world: World) -> str:
    """An import of the county beside this one, by nobody of this world."""
    asked = {"mode": "upsert", "atomic": "row", "validate_only": True, "references": {}, "on_blank": "keep"}
    nothing = {"received": 0, "rows_done": 0, "bytes_done": 0, "rows_staged": False, "warnings": [], "groups": []}
    with world.host() as ctx:
        one = Import(
            id=ids.ordered(),
            type="school",
            unit_id=UUID(world.unit("far_county")),
            state=ImportState.OPEN.value,
            **asked,
            **nothing,
            counts=Counts().model_dump(),
            max_errors=100,
            created_by=ids.ordered(),
            creator="霍山股室人员",
            created_at=ctx.now,
        )
        ctx.session.add(one)
        ctx.session.flush()
        return str(one.id)
