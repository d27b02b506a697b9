"""Cases and the people around them: what tests of complaints begin with."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from httpx import Response

from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.rules import receipts
from api.complaints.rules.received import Channel, Received
from api.complaints.service import contents
from api.complaints.service.receiving import receive
from api.complaints.service.taking_in import NewReporter, link
from api.core import clock
from api.people import service as people
from api.people.rules import StaffKind
from api.people.schemas import PersonIn
from tests.world import V1, World

URL = f"{V1}/complaints"
UNKNOWN = {"subjects": [{"kind": "unknown", "rank": "teacher"}], "complete": True}
FINDING = {"finding": "partly", "heard": True, "report": "经查部分属实。", "form": 1, "measures": ["talk"]}
STUDY = {"disposition": "verification", "study_on": "2026-11-19", "study_no": "锦教纪研〔2026〕9号"}


@dataclass
class Desk:
    """A county's clerk, head, handler and the others, each signed in once."""

    world: World
    model: type[ComplaintCase] = ComplaintCase
    clients: dict[tuple[str, str, date], TestClient] = field(default_factory=dict)

    def of(self, role: str, unit: str = "county") -> TestClient:
        """Whoever holds the role there."""
        key = (role, unit, clock.legal_day(clock.now()))  # a session lasts a day
        if key not in self.clients:
            self.clients[key] = self.world.sign_in(role, unit)
        return self.clients[key]

    @property
    def clerk(self) -> TestClient:
        """The intake clerk."""
        return self.of("intake_clerk")

    @property
    def head(self) -> TestClient:
        """The head of the inspection team."""
        return self.of("inspection_head")

    @property
    def handler(self) -> TestClient:
        """A handler of cases."""
        return self.of("case_handler")

    def plant(self, **said: Any) -> str:
        """A case that has just come in, whose reporter holds a receipt; its id."""
        known: dict[str, Any] = {"channel": Channel.PHONE, "category": "0104", "received_at": clock.now()}
        receipt = receipts.new()
        public = sealing.reporter_key(receipt).public_key().public_bytes_raw()
        with self.world.host() as ctx:
            known |= {"id": uuid4(), "data_key_id": contents.new_key(ctx)}
            case = receive(ctx, Received(**{**known, **said}))
            hashed = sealing.receipt_hash(ctx.keys.receipt_keys()[0], receipt)
            link(ctx, case, NewReporter(uuid4(), hashed, public))
            return str(case.id)

    @staticmethod
    def day(text: str) -> date:
        """A day."""
        return date.fromisoformat(text)

    def person(self, unit: str = "school", name: str = "何桂芳") -> str:
        """Somebody of a unit's staff list."""
        with self.world.host() as ctx:
            wanted = PersonIn(unit_id=UUID(self.world.unit(unit)), name=name, kind=StaffKind.TEACHER)
            return str(people.create_persons(ctx, [wanted])[0])

    def get(self, case_id: str, client: TestClient | None = None) -> dict[str, Any]:
        """The page of a case."""
        answer = (client or self.head).get(f"{URL}/{case_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def do(self, client: TestClient, case_id: str, verb: str, body: Mapping[str, Any] | None = None) -> Response:
        """A move with the revision that is there now."""
        return self.ask(client, case_id, verb, body, self.revision(case_id))

    def ask(
        self, client: TestClient, case_id: str, verb: str, body: Mapping[str, Any] | None, revision: int
    ) -> Response:
        """A move with this revision: what is refused changes none, so that one look is enough for many."""
        answer: Response = client.post(f"{URL}/{case_id}{verb}", json=body, headers={"If-Match": f'"{revision}"'})
        return answer

    def revision(self, case_id: str) -> int:
        """Of a case, now."""
        with self.world.host() as ctx:
            case = ctx.session.get(ComplaintCase, UUID(case_id))
            return case.revision if case else 1

    def must(
        self, client: TestClient, case_id: str, verb: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The same, and it was done."""
        answer = self.do(client, case_id, verb, body)
        assert answer.status_code == 200, (verb, answer.text)
        return dict(answer.json())

    def send_up(self, case_id: str, **said: Any) -> Response:
        """Hand a matter of a superior organ's over, and show that it arrived."""
        self.must(self.clerk, case_id, "/handover")
        package = self.do(self.clerk, case_id, "/handover:fetch").content
        up = {"organ": "county_discipline", "document_no": "锦教纪〔2026〕3号", **said}
        return self.do(self.clerk, case_id, ":seal-up", up | {"sha256": hashlib.sha256(package).hexdigest()})

    def assignment(self, **said: Any) -> dict[str, Any]:
        """A body that assigns to the handler, for the section."""
        to = {"handler_id": self.world.account("case_handler"), "unit_id": self.world.unit("section")}
        return {**to, **said}

    def lead_to(self, state: str, track: str = "S", **said: Any) -> str:
        """A case in `state`, brought there by the people whose moves they are."""
        return self.lead(self.plant(**said), state, track)

    def lead(self, case: str, state: str, track: str = "S") -> str:
        """The same with a case that has just come in."""
        for at, client, verb, body in self._way(track):
            if state == at:
                return case
            self.must(client, case, verb, body)
        return case

    def _way(self, track: str) -> list[tuple[str, TestClient, str, Mapping[str, Any] | None]]:
        clerk, head, handler = self.clerk, self.head, self.handler
        accept = (head, ":admit", {}) if track == "J" else (clerk, ":accept", {"track": track})
        study = STUDY if track == "J" else {}
        told = {"channel": "phone", "told_on": "2026-11-20"}
        return [
            ("received", clerk, ":screen", None),
            ("screening", clerk, ":match", UNKNOWN),
            ("matched", *accept),
            ("accepted", head, ":assign", self.assignment(**study)),
            ("assigned", handler, ":start", {"plan": "走访核实。"}),
            ("handling", handler, ":submit", FINDING),
            ("pending_approval", head, ":conclude", {}),
            ("concluded", clerk, ":feed-back", told),
        ]
