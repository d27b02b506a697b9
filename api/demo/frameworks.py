"""The frameworks of the demo: all that are shipped, adopted, and a county's own that is still a draft."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from api.access.permissions import Permission
from api.core.context import Context
from api.frameworks import queries, service
from api.frameworks.data import shipped
from api.frameworks.schemas import CloneIn

_ADOPTED_DAYS_AGO = 60
OWN = "QLXX-2027"


def load_frameworks(officer: Context, unit_id: UUID, name: str) -> None:
    """Adopt what is shipped for a unit, and begin its own version of the reference for the next year."""
    service.adopt_all(replace(officer, actor=None, now=officer.now - timedelta(days=_ADOPTED_DAYS_AGO)), unit_id)
    reference = shipped()[0]
    version = queries.find_version(officer, unit_id, reference.code, reference.version)
    assert version is not None
    editing = replace(officer, permission=Permission.FRAMEWORK_EDIT)
    wanted = CloneIn(unit_id=unit_id, code=OWN, title=f"{name}清廉学校评价", version="2027")
    service.clone_version(editing, version, wanted)
