"""Witnesses: the signed head reaches the folder and the inboxes, once, also after a failure."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from api.core import clock
from api.core.jobs.models import Job
from api.core.mail import Mailer
from api.ledger import jobs as ledger_jobs
from api.ledger.queries import VERIFY, WITNESS
from api.ledger.verify import Question
from api.ledger.witness import Witnesses
from tests.api.ledger.steps import faults, tamper
from tests.background import ask, job, work_off
from tests.smtp import smtp_server
from tests.world import V1, World


def deliver(world: World, witnesses: Witnesses) -> Job:
    """Ask for a delivery and do it."""
    asked = ask(world, WITNESS)
    _work(world, witnesses)
    return job(world, asked)


def _work(world: World, witnesses: Witnesses) -> None:
    work_off(world, *ledger_jobs.jobs((), witnesses))


def again(world: World, witnesses: Witnesses) -> None:
    """The pause before the next attempt is over."""
    with world.host() as ctx:
        ctx.session.execute(update(Job).values(due_at=clock.now()))
    _work(world, witnesses)


class TestFolder:
    def test_the_head_lies_there_under_its_size(self, ledger: World, folder: Path) -> None:
        done = deliver(ledger, Witnesses(folder))
        (file,) = folder.iterdir()
        assert done.state == "succeeded"
        assert done.result == {"size": int(file.stem[-12:]), "folder": True, "inboxes": 0}
        assert faults(ledger, Question(notes=[file.read_text()])) == []

    def test_what_was_kept_there_finds_a_cut_tail(self, ledger: World, folder: Path) -> None:
        deliver(ledger, Witnesses(folder))
        (file,) = folder.iterdir()
        size = int(file.stem[-12:])
        for table, column in (("head", "size"), ("sequence", "seq + 1")):
            tamper(ledger, f"DELETE FROM ledger_{table} WHERE {column} = :size", size=size)  # noqa: S608
        found = faults(ledger, Question(notes=[file.read_text()]))
        assert [kind for kind, _ in found if kind == "tree.truncated"] == ["tree.truncated"]

    def test_a_folder_that_is_away_is_tried_again(self, ledger: World, folder: Path) -> None:
        away = Witnesses(folder / "mount")
        waiting = deliver(ledger, away)
        assert (waiting.state, waiting.phase) == ("queued", "folder")
        (folder / "mount").mkdir()
        again(ledger, away)
        assert job(ledger, waiting.id).state == "succeeded"
        assert len(list((folder / "mount").iterdir())) == 1


class TestInbox:
    def test_the_head_is_sent_with_its_file(self, ledger: World) -> None:
        with smtp_server() as inbox:
            done = deliver(ledger, Witnesses(None, ("outside@example.org",), Mailer(inbox.url, "bureau@example.org")))
        assert done.state == "succeeded"
        (letter,) = inbox.letters
        (attachment,) = letter.iter_attachments()
        assert faults(ledger, Question(notes=[attachment.get_content().decode()])) == []

    def test_a_failure_is_seen_and_does_not_lay_the_file_twice(self, ledger: World, folder: Path) -> None:
        with smtp_server() as inbox:
            inbox.refuses.add("outside@example.org")
            witnesses = Witnesses(folder, ("outside@example.org",), Mailer(inbox.url, "bureau@example.org"))
            waiting = deliver(ledger, witnesses)
            assert (waiting.state, waiting.phase) == ("queued", "mail")
            seen = ledger.sign_in("auditor").get(f"{V1}/ledger/head").json()["witness"]
            assert (seen["id"], seen["state"]) == (str(waiting.id), "queued")
            (file,) = folder.iterdir()
            file.unlink()
            inbox.refuses.clear()
            again(ledger, witnesses)
            assert len(inbox.letters) == 1
        assert job(ledger, waiting.id).state == "succeeded"
        assert list(folder.iterdir()) == []


class TestDamage:
    def test_a_tree_that_is_not_what_was_signed_leaves_no_new_head(self, ledger: World, folder: Path) -> None:
        tamper(ledger, "UPDATE ledger_node SET hash = :hash WHERE level = 8 AND position = 0", hash=b"\x01" * 32)
        tamper(ledger, "UPDATE ledger_node SET hash = :hash WHERE level = 9", hash=b"\x01" * 32)
        failed = deliver(ledger, Witnesses(folder))
        assert (failed.state, failed.error_code) == ("failed", "ledger.damaged")
        assert list(folder.iterdir()) == []


class TestSchedule:
    @pytest.mark.parametrize("name", [VERIFY, WITNESS])
    def test_both_are_done_every_night(self, ledger: World, name: str) -> None:
        assert name in {schedule.kind for schedule in ledger_jobs.SCHEDULES}
        with ledger.host() as ctx:
            assert ctx.session.execute(select(Job.id).where(Job.kind == name)).all() == []
