"""The drill as an operator does it: a real server, the real commands, from the outside."""

import hashlib
import shutil
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.access.guard import COOKIE, CSRF_HEADER
from api.cli.commands import app
from tests.bench.servers import product, serving
from tests.world import PASSWORD, V1, World


def command(world: World, *arguments: str, fails: bool = False) -> str:
    """Run `qinglian …` on the world's database."""
    done = CliRunner().invoke(app, arguments, env=world.database.environment)
    assert (done.exit_code != 0) is fails, done.output
    return done.output


@pytest.mark.slow
def test_a_running_county_is_backed_up_destroyed_and_restored(world: World, tmp_path: Path) -> None:
    environment = world.database.environment | {"QINGLIAN_COOKIE_SECURE": "false", "QINGLIAN_SPA_DIR": ""}
    officer = world.sign_in("section_officer")
    credentials = {"cookies": {COOKIE: officer.cookies[COOKIE]}, "headers": {CSRF_HEADER: officer.headers[CSRF_HEADER]}}
    school = {"parent_id": world.unit("district"), "name": "清廉小学", "type": "primary", "ownership": "public"}
    world.app.state.database.close()
    paper, copies, backups = tmp_path / "paper", tmp_path / "copies", tmp_path / "backups"
    with serving(product(), "drill", environment, "/readyz") as server:
        base = f"http://127.0.0.1:{server.port}{V1}"
        with httpx.Client(base_url=base, timeout=30, **credentials) as client:  # type: ignore[arg-type]
            assert client.post("/schools", json=school).status_code == 201
            command(world, "keys", "print", "--text", str(paper))
            command(world, "keys", "backup", str(copies))
            made = command(world, "backup", str(backups), "--keep", "3").strip().splitlines()[-1]
            assert client.post("/schools", json=school | {"name": "后来小学"}).status_code == 201
            refused = command(world, "restore", made, fails=True)
            assert "running" in refused or "connected" in refused
            assert client.get("/schools", params={"q": "后来小学"}).json()["total"] == 1
    shutil.rmtree(world.database.folder / "keys")
    if world.database.backend == "sqlite":
        for path in world.database.folder.glob("qinglian.db*"):
            path.unlink()
    (copy,) = copies.glob("qinglian-keys-*")
    assert "no master key" in command(world, "restore", made, "--keys", str(copy), fails=True)
    sheets = [argument for path in sorted(paper.iterdir()) for argument in ("--sheet", str(path))]
    command(world, "keys", "recover", *sheets)
    assert "restored" in command(world, "restore", made)
    with serving(product(), "drill", environment, "/readyz") as server:
        base = f"http://127.0.0.1:{server.port}{V1}"
        with httpx.Client(base_url=base, timeout=30, **credentials) as client:  # type: ignore[arg-type]
            assert client.get("/auth/session").status_code == 401, "everybody logs in again"
        with httpx.Client(base_url=base, timeout=30) as client:
            name = f"t_{hashlib.sha256(b'section_officer county').hexdigest()[:12]}"  # as tests.world makes it
            opened = client.post("/auth/login", json={"username": name, "password": PASSWORD})
            assert opened.status_code == 200, opened.text
            found = client.get("/schools", params={"q": "清廉小学"}).json()
            assert found["total"] == 1
            assert client.get("/schools", params={"q": "后来小学"}).json()["total"] == 0
