"""Who may know of a case: scope, matching, recusal; lists, counts, exports, clocks and figures hold what can be read."""

import csv
import io
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select, update

from api.accounts.models import Account
from api.accounts.rules import Role
from api.complaints.models.cases import ComplaintCase
from api.complaints.queries import succession, visible, work
from api.complaints.rules.states import STEPS, CaseState, CaseVerb, Who
from api.organizations.models import UnitSuccession
from tests.api.complaints.cases.desk import FINDING, UNKNOWN, URL, Desk
from tests.api.complaints.steps import good
from tests.background import work_off
from tests.databases import borrowed
from tests.world import V1, WORLD, World, inhabited

CALLERS = tuple(
    (role.value, "school" if role.startswith("school_") else "district" if role is Role.DISTRICT_REVIEWER else "county")
    for role in Role
)
READERS = {"case_handler", "discipline_inspector", "inspection_head", "intake_clerk"}
WHO = {"case_handler": Who.HANDLER, "inspection_head": Who.LEAD, "intake_clerk": Who.INTAKE}


def known(desk: Desk, client: TestClient) -> set[str]:
    answer = client.get(URL, params={"size": 200})
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["items"]}


def exported(desk: Desk, client: TestClient) -> list[dict[str, str]]:
    """The lines of the list as a file."""
    started = good(client.post(f"{V1}/exports", json={"kind": "complaints", "format": "csv"}))
    work_off(desk.world)
    content = client.get(f"{V1}/jobs/{started['id']}/output").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def _goes_on(world: World, ended: str, heir: str, act: str) -> None:
    with world.host() as ctx:
        row = {"predecessor_id": UUID(ended), "successor_id": UUID(heir), "act": act}
        ctx.session.execute(insert(UnitSuccession).values(**row, effective_on=date(2026, 9, 1)))


class TestScope:
    def test_until_everybody_is_matched_only_the_desk_and_the_head_know(self, desk: Desk) -> None:
        case = desk.lead_to("assigned")
        assert known(desk, desk.handler) == {case}
        desk.must(desk.clerk, case, ":match", {**UNKNOWN, "complete": False})
        assert known(desk, desk.handler) == set()
        assert desk.handler.get(f"{URL}/{case}").status_code == 404
        assert known(desk, desk.clerk) == known(desk, desk.head) == {case}

    def test_a_handler_has_the_own_cases_and_loses_them_with_the_assignment(self, desk: Desk) -> None:
        case, other = desk.lead_to("assigned"), desk.lead_to("accepted")
        second = desk.of("discipline_inspector")
        assert known(desk, desk.handler) == {case}
        assert known(desk, second) == set()
        to = {"handler_id": desk.world.account("discipline_inspector"), "unit_id": desk.world.unit("section")}
        desk.must(desk.head, case, ":reassign", {**to, "reason": "工作调整。"})
        assert known(desk, desk.handler) == set()
        assert known(desk, second) == {case}
        assert other not in known(desk, second)

    def test_who_is_named_or_of_a_named_unit_does_not_find_it(self, desk: Desk) -> None:
        case = desk.lead_to("screening")
        person, world = desk.person("bureau", "石文博"), desk.world
        with world.host() as ctx:
            clerk = update(Account).where(Account.id == UUID(world.account("intake_clerk")))
            ctx.session.execute(clerk.values(person_id=UUID(person)))
        assert known(desk, desk.clerk) == {case}
        named = {"subjects": [{"kind": "person", "person_id": person, "rank": "bureau_cadre"}]}
        desk.must(desk.head, case, ":match", named)
        assert known(desk, desk.clerk) == set()
        assert desk.do(desk.clerk, case, ":accept", {"track": "H"}).status_code == 404
        assert desk.get(case)["restricted"] is True

    def test_a_declared_tie_takes_a_case_away_from_leaders_too(self, desk: Desk) -> None:
        case, school = desk.lead_to("screening"), desk.world.unit("school")
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": school}]})
        repeat = desk.lead_to("matched")
        desk.must(desk.clerk, repeat, ":merge", {"into_id": case})
        assert desk.get(repeat)["merged_into_id"] == case
        answer = desk.head.post(f"{URL}/ties", json={"unit_id": school})
        assert (answer.status_code, answer.json()[0]["unit"]["id"]) == (201, school)
        assert known(desk, desk.head) == {repeat}
        assert desk.get(repeat)["merged_into_id"] is None
        assert desk.head.get(f"{URL}/{case}/duplicates").status_code == 404
        assert desk.head.post(f"{URL}/ties", json={"unit_id": school}).json()["code"] == "complaint.tie_known"
        own = desk.head.get(f"{URL}/ties").json()[0]["id"]
        assert desk.head.delete(f"{URL}/ties/{own}").json()["code"] == "complaint.own_case"

    def test_what_was_told_before_a_tie_was_known_is_not_there_any_more(self, desk: Desk) -> None:
        """Nor how many notices there are: a notice that leads nowhere would tell that one is kept out."""
        school, told, clerk = desk.world.unit("school"), f"{V1}/notifications", desk.clerk
        case, other = desk.lead_to("screening"), desk.plant()
        desk.must(desk.head, case, ":match", {"subjects": [{"kind": "unit", "unit_id": school}]})
        before = good(clerk.get(told))["items"]
        assert {one["object"]["id"] for one in before} == {case, other}
        good(clerk.post(f"{URL}/ties", json={"unit_id": school}))
        assert [one["object"]["id"] for one in good(clerk.get(told))["items"]] == [other]
        assert good(clerk.get(f"{told}/summary"))["unread"] == len(before) - 1
        (gone,) = [one for one in before if one["object"]["id"] == case]
        assert clerk.get(f"{told}/{gone['id']}").status_code == 404

    def test_a_school_that_was_merged_keeps_its_people_out_under_either_name(self, desk: Desk) -> None:
        """马渡中学 goes on in 第一小学; a part that was split off another school has nothing to do with the other part."""
        world, case = desk.world, desk.lead_to("screening")
        ended, heir = world.unit("other_school"), world.unit("school")
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": ended}]})
        good(desk.head.post(f"{URL}/ties", json={"unit_id": heir}))
        late = desk.plant(unit_hint=UUID(heir))
        good(desk.of("inspection_head", "bureau").post(f"{URL}/ties", json={"unit_id": ended}))
        assert known(desk, desk.head) == {case}
        _goes_on(world, ended, heir, "merge")
        assert known(desk, desk.head) == set()
        assert late not in known(desk, desk.of("inspection_head", "bureau"))
        with world.host() as ctx:
            heads = {UUID(world.account("inspection_head")), UUID(world.account("intake_clerk"))}
            assert visible.open_to(ctx.session, UUID(case), heads) == {UUID(world.account("intake_clerk"))}
            assert UUID(heir) in work.named_in(ctx.session, UUID(case)).units
        _goes_on(world, ended, world.unit("far_school"), "split")
        with world.host() as ctx:
            kin = succession.kin_of(ctx.session, [UUID(heir), UUID(ended)])
        assert kin[UUID(heir)] == {UUID(heir), UUID(ended)}
        assert kin[UUID(ended)] == {UUID(world.unit(name)) for name in ("school", "other_school", "far_school")}

    def test_a_case_of_another_county_is_nobodys_here(self, desk: Desk) -> None:
        case = desk.plant(unit_hint=UUID(desk.world.unit("far_school")))
        assert case not in known(desk, desk.clerk)
        assert known(desk, desk.of("intake_clerk", "far_county")) == {case}

    def test_a_handler_who_is_near_is_not_given_the_case(self, desk: Desk) -> None:
        case, world = desk.lead_to("screening"), desk.world
        desk.must(desk.clerk, case, ":match", {"subjects": [{"kind": "unit", "unit_id": world.unit("section")}]})
        desk.must(desk.clerk, case, ":accept", {"track": "S"})
        answer = desk.do(desk.head, case, ":assign", desk.assignment())
        assert answer.json()["code"] == "complaint.unit_accused"
        school = desk.do(desk.head, case, ":assign", desk.assignment(unit_id=world.unit("other_school")))
        assert school.json()["code"] == "complaint.school_not_allowed"


class TestEverywhere:
    @pytest.fixture(scope="class", params=["sqlite", "postgresql"])
    @classmethod
    def many(cls, request: pytest.FixtureRequest) -> object:
        """Cases in many states, some of which some callers must not know."""
        with borrowed(request.param, WORLD) as database, inhabited(database) as world:
            desk = Desk(world)
            for state in ("received", "screening", "matched", "accepted", "assigned", "handling", "concluded"):
                desk.lead_to(state)
            named = desk.lead_to("assigned")
            desk.must(desk.clerk, named, ":match", {"subjects": [{"kind": "unknown", "rank": "school_leader"}]})
            tied = desk.lead_to("screening")
            school = world.unit("school")
            desk.must(desk.clerk, tied, ":match", {"subjects": [{"kind": "unit", "unit_id": school}]})
            desk.clerk.post(f"{URL}/ties", json={"unit_id": school})
            yield desk

    @pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller[0])
    def test_list_search_count_export_clocks_and_duplicates_hold_only_what_can_be_read(
        self, many: Desk, caller: tuple[str, str]
    ) -> None:
        client = many.of(*caller)
        listed = client.get(URL, params={"size": 200})
        if caller[0] not in READERS:
            assert listed.status_code == 403
            return
        rows = {row["id"] for row in listed.json()["items"]}
        with many.world.host() as ctx:
            every = {str(case) for case in ctx.session.scalars(select(ComplaintCase.id))}
        readable = {case for case in sorted(every) if client.get(f"{URL}/{case}").status_code == 200}
        assert rows == readable
        assert listed.json()["total"] == len(readable)
        assert {row["id"] for row in client.get(URL, params={"q": "举"}).json()["items"]} <= readable
        clocks = client.get(f"{URL}/clocks", params={"size": 200}).json()["items"]
        assert {clock["case_id"] for clock in clocks} <= readable
        days = {"from_on": "2026-01-01", "to_on": "2027-12-31"}
        assert {one["case_id"] for one in client.get(f"{URL}/clocks/calendar", params=days).json()["items"]} <= readable
        for case in sorted(readable):
            hints = client.get(f"{URL}/{case}/duplicates").json()
            assert {hint["case"]["id"] for hint in hints} <= readable
        numbers = sorted(row["number"] or "" for row in listed.json()["items"])
        assert sorted(line["编号"] for line in exported(many, client)) == numbers

    def test_who_has_a_tie_reads_fewer_than_the_head(self, many: Desk) -> None:
        assert known(many, many.clerk) < known(many, many.head)
        assert known(many, many.handler) < known(many, many.head)

    def test_a_supervisor_sees_clocks_of_what_is_not_restricted_and_no_case(self, many: Desk) -> None:
        supervisor = many.of("case_supervisor")
        listed = supervisor.get(f"{URL}/supervision", params={"size": 200}).json()["items"]
        rows = many.head.get(URL, params={"size": 200}).json()["items"]
        restricted = {row["id"] for row in rows if row["restricted"]}
        unmatched = {row["id"] for row in rows if not row["matched"]}
        assert listed
        assert restricted
        assert unmatched
        assert not {clock["case_id"] for clock in listed} & (restricted | unmatched)
        assert supervisor.get(f"{URL}/{listed[0]['case_id']}").status_code == 403
        # The words of the list are for whoever sees it.
        words = {group["code"]: group["zh"] for group in supervisor.get(f"{URL}/words").json()["groups"]}
        assert words["01"] == "有偿补课"


# Where a case is brought for every state, and what is sent with every verb: bodies that nothing is wrong with.
WAYS = {
    "received": "received",
    "screening": "matched",
    "accepted": "accepted",
    "assigned": "assigned",
    "handling": "handling",
    "pending_approval": "pending_approval",
    "concluded": "concluded",
    "fed_back": "fed_back",
}
_R: dict[str, object] = {"reason": "x"}
BODIES: dict[CaseVerb, dict[str, object]] = {
    CaseVerb.MATCH: UNKNOWN,
    CaseVerb.CLASSIFY: {"severity": "general"},
    CaseVerb.ALARM: {"told": "police"},
    CaseVerb.ASK: {"text": "x"},
    CaseVerb.SEAL_UP: {"organ": "x", "document_no": "x", "sha256": "0" * 64},
    CaseVerb.TRANSFER: {"organ": "police", "reason": "x"},
    CaseVerb.REFUSE: {"code": "court", "reason": "x"},
    CaseVerb.MERGE: {"into_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
    CaseVerb.ACCEPT: {"track": "H"},
    CaseVerb.ADMIT: {},
    CaseVerb.NOTIFY: {"channel": "phone", "told_on": "2026-11-20"},
    CaseVerb.ASSIGN: {
        "handler_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "unit_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    },
    CaseVerb.REASSIGN: {
        "handler_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "unit_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        **_R,
    },
    CaseVerb.START: {"plan": "x"},
    CaseVerb.HOLD: {"look_on": "2026-12-01", **_R},
    CaseVerb.SUBMIT: FINDING,
    CaseVerb.CONCLUDE: {},
    CaseVerb.FEED_BACK: {"channel": "phone", "told_on": "2026-11-20"},
    CaseVerb.OBJECT: {"text": "x"},
    CaseVerb.CHANGE: {"finding": "true", **_R},
    CaseVerb.CLARIFY: {"text": "x"},
    CaseVerb.WITHDRAW: {},
    **dict.fromkeys(
        (
            *(CaseVerb.DECLINE, CaseVerb.SEND_BACK, CaseVerb.RETURN, CaseVerb.UPHOLD, CaseVerb.REDO),
            *(CaseVerb.REHANDLE, CaseVerb.ESCALATE, CaseVerb.SUSPECT),
        ),
        _R,
    ),
}
NO_ROUTE = {CaseVerb.ANSWER}


class TestStateAndRole:
    @pytest.fixture(scope="class", params=["sqlite", "postgresql"])
    @classmethod
    def places(cls, request: pytest.FixtureRequest) -> object:
        """A case in every state, and everybody who works on one."""
        with borrowed(request.param, WORLD) as database, inhabited(database) as world:
            desk = Desk(world)
            cases = {state: desk.lead_to(way, "J") for state, way in WAYS.items()}
            cases["awaiting_info"] = desk.lead_to("matched")
            desk.must(desk.clerk, cases["awaiting_info"], ":ask", {"text": "哪一天？"})
            cases["on_hold"] = desk.lead_to("handling", "J")
            desk.must(desk.head, cases["on_hold"], ":hold", {"reason": "x", "look_on": "2026-12-01"})
            cases["under_review"] = desk.lead_to("fed_back", "J")
            desk.must(desk.clerk, cases["under_review"], ":object", {"text": "x"})
            for state, propose, body in (
                ("transferred", ":transfer", {"organ": "police", "reason": "x"}),
                ("not_accepted", ":refuse", {"code": "court", "reason": "x"}),
            ):
                cases[state] = desk.lead_to("matched")
                desk.must(desk.clerk, cases[state], propose, body)
                desk.must(desk.head, cases[state], ":confirm")
            cases["merged"] = desk.lead_to("matched")
            desk.must(desk.clerk, cases["merged"], ":merge", {"into_id": cases["accepted"]})
            cases["sealed_up"] = desk.lead_to("screening")
            desk.must(desk.clerk, cases["sealed_up"], ":match", {"subjects": [{"kind": "unknown", "rank": "higher"}]})
            assert desk.send_up(cases["sealed_up"]).status_code == 200
            yield desk, cases

    def test_every_state_has_its_case(self, places: tuple[Desk, dict[str, str]]) -> None:
        desk, cases = places
        assert set(cases) == set(CaseState) - {CaseState.ARCHIVED}
        assert {desk.get(case)["state"] for case in cases.values()} == set(cases)

    @pytest.mark.parametrize("role", sorted(READERS))
    def test_what_the_table_forbids_is_refused_with_the_legal_verbs_or_as_anothers(
        self, places: tuple[Desk, dict[str, str]], role: str
    ) -> None:
        desk, cases = places
        client, who = desk.of(role), WHO.get(role)
        mine = {verb for (_, verb), step in STEPS.items() if who in step.who}
        now = {state: desk.revision(case) for state, case in cases.items()}
        for state, verb in product(sorted(cases), sorted(set(CaseVerb) - NO_ROUTE)):
            step = STEPS.get((CaseState(state), verb))
            if verb not in mine and state != "handling":
                continue  # a verb of others is refused by its route, whatever the state: once is enough
            if step is not None and who in step.who:
                continue  # these are walked in the ways above
            way = f":{verb.value.replace('_', '-')}"
            answer = desk.ask(client, cases[state], way, BODIES.get(verb), now[state])
            assert answer.status_code in {403, 404, 409}, (state, verb, answer.text)
            if answer.status_code == 409:
                assert step is None
                assert answer.json()["code"] == "complaint.wrong_state", (state, verb)
                assert all(legal.value in answer.text for (at, legal) in STEPS if at == state)

    @pytest.mark.parametrize("caller", [one for one in CALLERS if one[0] not in READERS], ids=lambda one: one[0])
    def test_everybody_else_is_refused_every_verb(
        self, places: tuple[Desk, dict[str, str]], caller: tuple[str, str]
    ) -> None:
        desk, cases = places
        client, case = desk.of(*caller), cases["screening"]
        now = desk.revision(case)
        for verb in sorted(set(CaseVerb) - NO_ROUTE):
            answer = desk.ask(client, case, f":{verb.value.replace('_', '-')}", BODIES.get(verb), now)
            assert answer.status_code == 403, (verb, answer.text)

    @pytest.mark.parametrize("role", sorted(READERS))
    def test_what_a_page_offers_is_what_the_table_says(self, places: tuple[Desk, dict[str, str]], role: str) -> None:
        desk, cases = places
        for state, case in sorted(cases.items()):
            answer = desk.of(role).get(f"{URL}/{case}")
            if answer.status_code == 404:
                continue
            who = WHO.get(role, Who.HANDLER)
            assert all(who in STEPS[CaseState(state), CaseVerb(verb)].who for verb in answer.json()["can"])
