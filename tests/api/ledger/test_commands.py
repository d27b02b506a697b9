"""`qinglian ledger`; a proof is checked in a process of its own, where there is neither database nor key store."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from tests.api.ledger.steps import event_at, tamper
from tests.world import World

PROGRAM = Path(sys.executable).parent / "qinglian"


def run(world: World, *arguments: str) -> tuple[int, str]:
    """Exit status and what was printed."""
    done = CliRunner().invoke(app, ["ledger", *arguments], env=world.database.environment)
    return done.exit_code, done.output


def check(*arguments: str, folder: Path) -> tuple[int, str]:
    """`verify-proof` as an outsider runs it: in an empty folder, without any setting."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QINGLIAN_")}
    environment = plain | {"QINGLIAN_DATABASE_URL": "sqlite:////nowhere/x"}
    command = [str(PROGRAM), "ledger", "verify-proof", *arguments]
    made = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    return made.returncode, made.stdout + made.stderr


@pytest.mark.slow
class TestCommands:
    def test_a_sound_ledger_is_green_and_a_touched_one_is_not(self, ledger: World) -> None:
        status, said = run(ledger, "verify", "--objects")
        assert (status, "nothing was altered" in said) == (0, True), said
        event = event_at(ledger, 7)
        tamper(ledger, "UPDATE ledger_event SET reason = 'x' WHERE id = :id", id=event)
        status, said = run(ledger, "verify")
        assert status == 1
        assert f"an event was altered: seq=7 event={event}" in said

    def test_a_head_that_was_kept_finds_a_cut_tail(self, ledger: World, folder: Path) -> None:
        assert run(ledger, "export-head", str(folder / "kept.head"))[0] == 0
        assert run(ledger, "verify", "--head", str(folder / "kept.head"))[0] == 0
        tamper(ledger, "DELETE FROM ledger_head")
        tamper(ledger, "DELETE FROM ledger_sequence WHERE seq > 560")
        status, said = run(ledger, "verify", "--head", str(folder / "kept.head"))
        assert (status, "the end of the sequence was cut off" in said) == (1, True), said

    def test_a_proof_is_checked_with_nothing_but_the_key(self, ledger: World, folder: Path) -> None:
        event = str(event_at(ledger, 7))
        assert run(ledger, "prove", event, str(folder / "a.tlog-proof"), "--payload")[0] == 0
        _, key = run(ledger, "key")
        (folder / "key.txt").write_text(key.splitlines()[0])
        status, said = check("a.tlog-proof", "--key", "key.txt", folder=folder)
        assert (status, f"id: {event}" in said) == (0, True), said
        proof = folder / "a.tlog-proof"
        proof.write_text(proof.read_text().replace("index 7", "index 8"))
        status, said = check("a.tlog-proof", "--key", key.splitlines()[0], folder=folder)
        assert (status, "does not lead to the head" in said) == (1, True), said
