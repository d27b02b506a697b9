"""The canonical document of a school keeps its form: an old hash must be made again from the row of today."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from api.ledger.rules import canonical
from api.organizations import canonical as documents
from api.organizations.queries import schools
from api.organizations.rules import SchoolType

GOLDEN = Path(__file__).parent / "golden" / "school-1.json"
ROW = SimpleNamespace(
    id=UUID("0198c0de-0000-7000-8000-000000000003"),
    revision=2,
    created_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
)
FACTS = {
    "parent_id": UUID("0198c0de-0000-7000-8000-000000000002"),
    "name": "锦岚县第一小学",
    "short_name": "锦岚一小",
    "code": "2199001024",
    "credit_code": None,
    "type": SchoolType.PRIMARY,
    "ownership": "public",
    "boarding": False,
    "boarders": 0,
    "canteen": "self_run",
    "area": "urban",
    "pupils": 1286,
    "staff": 82,
    "party_members": 31,
    "party_organization": "branch",
    "party_coverage": "independent",
    "status": "operating",
    "former_names": ["梅岭镇中心小学"],
    "address": "锦岚县梅岭镇学府路 12 号",
    "longitude": "115.886364",
    "latitude": "31.672109",
    "external_ids": [{"scheme": "lk.census", "value": "15111"}],
}


class TestSchema1:
    def test_it_keeps_its_bytes(self) -> None:
        assert canonical(documents.school_document(ROW, FACTS)) == GOLDEN.read_bytes().rstrip(b"\n")

    def test_it_has_every_fact_of_a_school(self) -> None:
        assert set(documents.FIELDS) == {*schools.FACTS, "parent_id", "external_ids"}
