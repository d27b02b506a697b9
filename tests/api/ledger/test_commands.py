"""`qinglian ledger` in processes of their own; a proof is checked where there is neither database nor key store."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.ledger.steps import event_at, tamper
from tests.world import World

PROGRAM = Path(sys.executable).parent / "qinglian"


def run(world: World | None, *arguments: str, folder: Path) -> tuple[int, str]:
    """Exit status and what was printed. Without a world: in an empty folder, without any setting."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("QINGLIAN_")}
    environment = plain | (world.database.environment if world else {"QINGLIAN_DATABASE_URL": "sqlite:////nowhere/x"})
    made = subprocess.run(  # noqa: S603
        [str(PROGRAM), "ledger", *arguments], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    return made.returncode, made.stdout + made.stderr


@pytest.mark.slow
class TestCommands:
    def test_a_sound_ledger_is_green_and_a_touched_one_is_not(self, ledger: World, folder: Path) -> None:
        status, said = run(ledger, "verify", "--objects", folder=folder)
        assert (status, "nothing was altered" in said) == (0, True), said
        event = event_at(ledger, 7)
        tamper(ledger, "UPDATE ledger_event SET reason = 'x' WHERE id = :id", id=event)
        status, said = run(ledger, "verify", folder=folder)
        assert status == 1
        assert f"an event was altered: seq=7 event={event}" in said

    def test_a_head_that_was_kept_finds_a_cut_tail(self, ledger: World, folder: Path) -> None:
        assert run(ledger, "export-head", "kept.head", folder=folder)[0] == 0
        assert run(ledger, "verify", "--head", "kept.head", folder=folder)[0] == 0
        tamper(ledger, "DELETE FROM ledger_head")
        tamper(ledger, "DELETE FROM ledger_sequence WHERE seq > 560")
        status, said = run(ledger, "verify", "--head", "kept.head", folder=folder)
        assert (status, "the end of the sequence was cut off" in said) == (1, True), said

    def test_a_proof_is_checked_with_nothing_but_the_key(self, ledger: World, folder: Path) -> None:
        event = str(event_at(ledger, 7))
        assert run(ledger, "prove", event, "a.tlog-proof", "--payload", folder=folder)[0] == 0
        _, key = run(ledger, "key", folder=folder)
        (folder / "key.txt").write_text(key.splitlines()[0])
        status, said = run(None, "verify-proof", "a.tlog-proof", "--key", "key.txt", folder=folder)
        assert (status, f"id: {event}" in said) == (0, True), said
        proof = folder / "a.tlog-proof"
        proof.write_text(proof.read_text().replace("index 7", "index 8"))
        status, said = run(None, "verify-proof", "a.tlog-proof", "--key", key.splitlines()[0], folder=folder)
        assert (status, "does not lead to the head" in said) == (1, True), said
