"""The public face: what was released and nothing else, and a box for objections that the face itself cannot open."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.core.faces import PUBLIC
from api.disclosures.models import NoticeLetter
from api.main import create_app
from tests import samples
from tests.api.disclosures.steps import PAGES, act, drafted, good, objected, published, seats, sent, take_out
from tests.api.files.steps import uploaded, work_off
from tests.world import V1, World, settings_for


def portal_of(world: World, keys: Path | None = None) -> TestClient:
    """A process of the public face alone."""
    settings = settings_for(world.database).model_copy(update={"faces": "public"})
    if keys is not None:
        settings = settings.model_copy(update={"keys": keys})
    return TestClient(create_app(settings), raise_server_exceptions=False)


class TestPages:
    def test_a_draft_is_nowhere(self, world: World, clerk: TestClient, visitor: TestClient) -> None:
        checked = good(act(clerk, drafted(world, clerk), "check"))
        assert good(visitor.get(PAGES)) == {"items": [], "page": 1, "size": 50, "total": 0}
        assert good(visitor.get(f"{PAGES}/units"))["items"] == []
        assert visitor.get(f"{PAGES}/2026-00001").status_code == 404
        assert checked["number"] is None

    def test_what_was_released_is_read_by_anyone(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert (page["title"], page["unit"]["name"]) == (notice["title"], "锦岚县第一小学")
        assert (page["phase"], page["days_left"], page["takes_objections"]) == ("running", 6, True)
        assert page["table"] == notice["table"]
        assert page["objections"] == {"received": 0, "accepted": 0, "not_accepted": 0, "answers": []}
        assert page["document_hash"] == notice["editions"][0]["document_hash"]
        people = ("school_clerk", "school_leader")
        assert not any(name in str(page) for name in people), "nobody of the house is named"

    def test_the_list_is_searched_and_narrowed(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        award = published(world, clerk, leader)
        fees = published(world, clerk, leader, kind="fees", title="秋季收费项目和标准")

        def numbers(**params: str) -> list[str]:
            return [row["number"] for row in good(visitor.get(PAGES, params=params))["items"]]

        assert numbers() == [fees["number"], award["number"]]
        assert numbers(q="收费") == numbers(form="standing") == numbers(kind="fees") == [fees["number"]]
        assert numbers(q="第一小学") == numbers(unit=world.unit("school")) == numbers()
        assert numbers(unit=world.unit("other_school")) == []
        assert good(visitor.get(f"{PAGES}/units"))["items"] == [
            {"id": world.unit("school"), "name": "锦岚县第一小学", "notices": 2}
        ]
        today.shift(8 * 24 * 3600)
        assert numbers(running="true") == [fees["number"]]
        assert numbers(running="false") == [award["number"]]

    def test_a_list_of_pupils_is_taken_down_when_its_period_is_over(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        table = {"columns": ["姓名", "金额"], "rows": [["王**", "500"]]}
        notice = published(world, clerk, leader, kind="aid_list", table=table, title="秋季资助名单公示")
        address = f"{PAGES}/{notice['number']}"
        assert good(visitor.get(address))["table"] == table
        today.shift(8 * 24 * 3600)
        page = good(visitor.get(address))
        assert (page["phase"], page["shown"], page["table"], page["editions"][0]["shown"]) == (
            "ended",
            False,
            None,
            False,
        )
        assert good(visitor.get(f"{address}/editions/1"))["table"] is None

    def test_attachments_are_the_cleaned_copies(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        original = samples.pdf()
        file_id = uploaded(clerk, "名单.pdf", original, purpose="disclosure")["id"]
        work_off(world)
        notice = published(world, clerk, leader, file_ids=[file_id])
        address = f"{PAGES}/{notice['number']}"
        (file,) = good(visitor.get(address))["files"]
        answer = visitor.get(f"{address}/editions/1/files/{file['position']}")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")
        assert answer.content != original
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert visitor.get(f"{address}/editions/1/files/1").status_code == 404
        good(act(leader, notice, "withdraw", {"reason": "误传"}))
        assert visitor.get(f"{address}/editions/1/files/0").status_code == 404


class TestFace:
    def test_it_reads_one_table_and_writes_one(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        number = notice["number"]
        with world.statements() as seen:
            for path in ("", "/units", "/kinds", f"/{number}", f"/{number}/editions/1", "?q=公示&running=true"):
                good(visitor.get(f"{PAGES}{path}"))
            good(sent(visitor, number), 202)
        own = {"notice_page", "notice_page_fts", "notice_letter"}
        for statement in seen:
            told = statement.replace('"', " ").split()
            tables = {told[at + 1] for at, word in enumerate(told) if word in ("FROM", "JOIN", "INTO", "UPDATE")}
            named = {table for table in tables if not table.startswith("(")} - {"calendar_year", "calendar_day"}
            assert named <= own, statement

    def test_a_process_of_its_own_serves_and_seals(self, world: World, clerk: TestClient, leader: TestClient) -> None:
        notice = published(world, clerk, leader)
        world.app.state.keys.publish()
        portal = portal_of(world)
        assert good(portal.get(f"{PAGES}/{notice['number']}"))["title"] == notice["title"]
        assert portal.get(f"{V1}/disclosures/notices").status_code == 404
        good(sent(portal, notice["number"], "名单里漏了吴老师。", contact="13812345678"), 202)
        with world.host() as ctx:
            (letter,) = ctx.session.execute(select(NoticeLetter)).scalars()
            assert "吴老师" not in letter.sealed
            assert "13812345678" not in letter.sealed
        with pytest.raises(Exception, match="holds no key for letter"):
            portal.app.state.keys.open_letter(letter.sealed, "notice-objection")  # type: ignore[attr-defined]
        take_out(world)
        (objection,) = good(leader.get(f"{V1}/disclosures/objections"))["items"]
        assert (objection["text"], objection["has_contact"]) == ("名单里漏了吴老师。", True)

    def test_without_the_public_half_nothing_is_taken_unsealed(
        self, world: World, clerk: TestClient, leader: TestClient, tmp_path: Path
    ) -> None:
        notice = published(world, clerk, leader)
        refused = good(sent(portal_of(world, tmp_path / "own"), notice["number"]), 503)
        assert refused["code"] == "objection.no_seal"

    def test_no_cookie_and_no_sign_in(self, world: World, clerk: TestClient, leader: TestClient) -> None:
        notice = published(world, clerk, leader)
        answer = world.visitor().get(f"{PAGES}/{notice['number']}")
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"] == PUBLIC.csp


class TestObjecting:
    def test_anyone_objects_and_gets_nothing_to_keep(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        taken = good(sent(visitor, notice["number"]), 202)
        assert taken == {"number": notice["number"], "received_on": "2026-11-20"}
        take_out(world)
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert page["objections"]["received"] == 1
        assert "六年级" not in str(page), "what was said is nobody's but who answers"

    def test_sent_again_after_a_broken_line_it_counts_once(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        number = published(world, clerk, leader)["number"]
        same = {"id": str(uuid4())}
        for _ in range(2):
            good(sent(visitor, number, **same), 202)
        take_out(world)
        good(sent(visitor, number, **same), 202)
        take_out(world)
        assert good(leader.get(f"{V1}/disclosures/objections"))["total"] == 1

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [({"text": "不"}, "/text"), ({"id": "1"}, "/id"), ({"contact": "x"}, "/contact"), ({"name": "我"}, "/name")],
    )
    def test_faults_are_named(self, visitor: TestClient, changes: dict[str, Any], pointer: str) -> None:
        (fault,) = good(sent(visitor, "2026-00001", **{"text": "名单有误，请核对。"} | changes), 422)["errors"]
        assert fault["pointer"] == pointer

    def test_after_the_period_none_are_taken(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        number = published(world, clerk, leader)["number"]
        today.shift(7 * 24 * 3600)  # Friday, the last day
        good(sent(visitor, number), 202)
        today.shift(24 * 3600)
        assert good(sent(visitor, number), 409)["code"] == "objection.not_taken"
        assert sent(visitor, "2026-00099").status_code == 404

    def test_too_many_from_one_network_wait(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        number = published(world, clerk, leader)["number"]
        answers = [sent(visitor, number) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [202] * 5 + [429]
        assert answers[-1].headers["retry-after"] == "600"

    def test_nothing_about_the_sender_is_written_down(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        number = published(world, clerk, leader)["number"]
        visitor.headers["User-Agent"] = "a-rare-phone"
        good(sent(visitor, number), 202)
        with world.host() as ctx:
            columns = {column.name for column in NoticeLetter.__table__.columns}
            (letter,) = ctx.session.execute(select(NoticeLetter)).scalars()
            assert columns == {"id", "number", "sealed", "received_on"}
            assert letter.received_on.isoformat() == "2026-11-20", "a day, no time"


class TestAnswering:
    DESK = f"{V1}/disclosures/objections"

    def test_an_answer_is_given_once_and_shows_as_a_number(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        number = published(world, clerk, leader)["number"]
        objection = objected(world, visitor, leader, number)
        answer = {"accepted": False, "reason": "推荐票已核对，未过半。", "summary": "核对了推荐票，名单不变。"}
        match = {"If-Match": f'"{objection["revision"]}"'}
        assert clerk.post(f"{self.DESK}/{objection['id']}:answer", json=answer, headers=match).status_code == 403
        answered = good(leader.post(f"{self.DESK}/{objection['id']}:answer", json=answer, headers=match))
        assert (answered["state"], answered["reason"], answered["answerable"]) == (
            "not_accepted",
            "推荐票已核对，未过半。",
            False,
        )
        page = good(visitor.get(f"{PAGES}/{number}"))
        assert page["objections"] == {
            "received": 1,
            "accepted": 0,
            "not_accepted": 1,
            "answers": [{"accepted": False, "summary": "核对了推荐票，名单不变。", "answered_on": "2026-11-20"}],
        }
        again = {"If-Match": f'"{answered["revision"]}"'}
        refused = leader.post(f"{self.DESK}/{objection['id']}:answer", json=answer, headers=again)
        assert good(refused, 409)["code"] == "objection.answered"

    def test_a_public_summary_holds_no_personal_data(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        objection = objected(world, visitor, leader, published(world, clerk, leader)["number"])
        answer = {"accepted": True, "reason": "已更正", "summary": "请联系13812345678。"}
        match = {"If-Match": f'"{objection["revision"]}"'}
        (fault,) = good(leader.post(f"{self.DESK}/{objection['id']}:answer", json=answer, headers=match), 422)["errors"]
        assert fault["code"] == "objection.summary_personal"

    def test_the_contact_is_apart_read_by_who_answers_and_written_down(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        objection = objected(world, visitor, leader, notice["number"], contact="13812345678")
        assert objection["has_contact"]
        assert "13812345678" not in str(objection)
        address = f"{self.DESK}/{objection['id']}/contact"
        assert clerk.get(address).status_code == 403
        assert good(leader.get(address)) == {"contact": "13812345678"}
        events = good(leader.get(f"{V1}/disclosures/notices/{notice['id']}/history"))["items"]
        assert events[0]["action"] == "notice.contact_read"
        assert "13812345678" not in str(events)

    def test_it_is_erased_some_time_after_the_answer(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        from api.disclosures.service import erase_contacts  # noqa: PLC0415

        objection = objected(world, visitor, leader, published(world, clerk, leader)["number"], contact="13812345678")
        match = {"If-Match": f'"{objection["revision"]}"'}
        good(
            leader.post(
                f"{self.DESK}/{objection['id']}:answer", json={"accepted": True, "reason": "已更正"}, headers=match
            )
        )
        with world.host() as ctx:
            assert erase_contacts(ctx.session, ctx.now) == 0
        today.shift(31 * 24 * 3600)
        with world.host() as ctx:
            assert erase_contacts(ctx.session, ctx.now) == 1
        _, leader = seats(world)
        assert good(leader.get(f"{self.DESK}/{objection['id']}/contact"), 409)["code"] == "objection.no_contact"

    def test_one_that_came_in_writing_is_entered_by_a_clerk(
        self, world: World, clerk: TestClient, leader: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        address = f"{V1}/disclosures/notices/{notice['id']}/objections"
        body = {"text": "来信反映名单有误。", "received_on": "2026-11-20", "contact": "城关路18号"}
        entered = good(clerk.post(address, json=body), 201)
        assert (entered["channel"], entered["state"], entered["has_contact"]) == ("written", "open", True)
        for day, code in (("2026-11-21", "received_in_future"), ("2026-11-19", "received_outside")):
            (fault,) = good(clerk.post(address, json=body | {"received_on": day}), 422)["errors"]
            assert fault["code"] == f"objection.{code}"

    def test_who_only_reads_notices_does_not_read_objections(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        objection = objected(world, visitor, leader, published(world, clerk, leader)["number"])
        reviewer = world.sign_in("district_reviewer", "district")
        assert good(reviewer.get(f"{V1}/disclosures/notices"))["total"] == 1
        assert good(reviewer.get(self.DESK))["total"] == 0
        assert reviewer.get(f"{self.DESK}/{objection['id']}").status_code == 404
