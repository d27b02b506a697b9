"""The public face as a process of its own: which files it opens, and what lies in its memory."""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from api.core.faces import PUBLIC
from api.core.keys import KeyStore
from tests.bench.servers import Server, serving
from tests.world import World

# Runs `qinglian serve` and notes every file below the key store that the process opens.
WATCHED = """
import os, sys
keys, log = sys.argv[1], os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def note(event, values):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(values[0], (str, bytes, os.PathLike)):
        path = os.path.abspath(os.fsdecode(values[0]))
        if path.startswith(keys):
            os.write(log, path.encode() + b"\\n")
sys.addaudithook(note)
from api.cli.commands import app
app(["serve"])
"""


@contextmanager
def public_process(world: World, keys: Path, log: Path) -> Iterator[Server]:
    environment = world.database.environment | {
        "QINGLIAN_FACES": "public",
        "QINGLIAN_KEYS": str(keys),
        "QINGLIAN_SPA_DIR": "",
    }
    command = [sys.executable, "-c", WATCHED, str(keys), str(log)]
    with serving(command, f"public-{world.database.backend}", environment, "/readyz") as server:
        yield server


def visit(server: Server) -> None:
    """Everything that the face answers, and something that it does not."""
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as visitor:
        assert visitor.get(f"{PUBLIC.prefix}/meta").status_code == 200
        assert visitor.get("/api/v1/schools").status_code == 404
        assert visitor.get(f"{PUBLIC.prefix}/notices").status_code == 200


def memory(server: Server) -> Iterator[bytes]:
    """The readable private memory of the process, piece by piece; pieces overlap by the length of a key."""
    pid = server.process.pid
    areas = re.findall(
        r"^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \d+ *(.*)$", Path(f"/proc/{pid}/maps").read_text(), re.MULTILINE
    )
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for first, last, name in areas:
            if name in {"[vvar]", "[vsyscall]", "[vvar_vclock]"}:
                continue
            file.seek(int(first, 16))
            try:
                yield file.read(int(last, 16) - int(first, 16))
            except OSError:
                continue


def secrets_of(keys: KeyStore) -> list[bytes]:
    """Every key of the staff side, as it would lie in a memory."""
    case = keys.create_data_key("case")
    signers = [keys.signer(purpose).private_bytes_raw() for purpose in ("ledger-head", "destroy-list", "backup")]
    return [keys.vault.master().secret, keys.ledger, keys.csrf, keys.open_data_key(case), *signers]


class TestPublicProcess:
    def test_it_opens_no_key_of_the_staff_side_and_has_none_in_memory(self, world: World, tmp_path: Path) -> None:
        folder, log = world.database.folder / "keys", tmp_path / "opened"
        secrets = secrets_of(world.app.state.keys)
        with public_process(world, folder, log) as server:
            visit(server)
            pieces = list(memory(server))
        opened = {Path(line) for line in log.read_text().splitlines()}
        assert {path for path in opened if not path.is_relative_to(folder / "portal")} <= {folder / "public"}
        for secret in secrets:
            assert not any(secret in piece for piece in pieces)

    def test_it_serves_where_the_staff_sides_folder_is_away(self, world: World, tmp_path: Path) -> None:
        shutil.rmtree(world.database.folder / "keys")
        with public_process(world, tmp_path / "own", tmp_path / "opened") as server:
            visit(server)
        made = {path.name for path in (tmp_path / "own").rglob("*.key")}
        assert made <= {"master.key"}
        assert not (tmp_path / "own" / "master.key").exists()
        assert not (world.database.folder / "keys").exists()

    def test_the_search_would_find_a_key_that_is_there(self, world: World) -> None:
        """The same search over the test's own memory, which holds them all."""
        secrets = secrets_of(world.app.state.keys)

        class Own:
            class process:  # noqa: N801 (stands for a server)
                pid = "self"

        pieces = memory(Own())  # type: ignore[arg-type]
        found: set[bytes] = set()
        for piece in pieces:
            found |= {secret for secret in secrets if secret in piece}
        assert found == set(secrets)


def test_no_worker_runs_with_the_public_faces_settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (world.database.environment | {"QINGLIAN_FACES": "public"}).items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["worker"])
    assert result.exit_code == 1
    assert "QINGLIAN_FACES=public" in result.output
