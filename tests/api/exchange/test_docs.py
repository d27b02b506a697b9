"""What README and docs/imports.md show is run as it stands there: every example for the shell, against a live server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from api.accounts.service import create_account_with_grants
from tests.api.exchange.bundles import FILES
from tests.databases import borrowed
from tests.served import served
from tests.world import PASSWORD, V1, WORLD, inhabited

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/imports.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLIENT = ("import.read", "import.run", "school.read", "school.create", "school.update", "school.register", "unit.read")
SCHOOLS = "学校名称,学校标识码,办学类型,办学性质,上级单位\n文档小学,2134000177,小学,公办,"


def examples(text: str) -> list[str]:
    """The blocks for the shell that talk about imports, without the lines that only name one's own settings."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    kept = ["\n".join(line for line in block.splitlines() if not line.startswith("export ")) for block in blocks]
    return [block for block in kept if "imports" in block or "qinglian push" in block or "oauth/token" in block]


@dataclass
class Shell:
    """Someone at a terminal, with the variables that the guide names."""

    folder: Path
    variables: dict[str, str]

    def run(self, script: str) -> str:
        """What an example prints; whatever fails in it fails here."""
        environment = os.environ | self.variables
        done = subprocess.run(  # noqa: S603 (our own documentation)
            ["/bin/bash", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (script, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    folder = tmp_path_factory.mktemp("docs")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    members = re.search(r"```json\n(\{\"format\".*?)```", GUIDE, re.DOTALL)
    assert members is not None
    (folder / "manifest.json").write_text(members[1], encoding="utf-8")
    with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
        admin = world.sign_in("platform_admin")
        body = {"name": "县教育云平台", "unit_id": world.unit("bureau"), "scopes": list(CLIENT)}
        client = admin.post(f"{V1}/clients", json=body).json()["id"]
        assert world.sign_in("bureau_leader").post(f"{V1}/clients/{client}:approve").status_code == 200
        secret = admin.post(f"{V1}/clients/{client}/secrets", json={}).json()["secret"]
        with world.host() as ctx:
            seat = [("section_officer", UUID(world.unit("county")))]
            create_account_with_grants(ctx, "officer", "石文博", PASSWORD, seat)
        with served(world) as address:
            variables = {
                "S": address,
                "QINGLIAN_CLIENT_ID": client,
                "QINGLIAN_CLIENT_SECRET": secret,
                "QINGLIAN_USER": "officer",
                "QINGLIAN_PASSWORD": PASSWORD,
                "XDG_CACHE_HOME": str(folder / "cache"),
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            }
            yield Shell(folder, variables)


ISSUE = examples(GUIDE)[0]


class TestGuide:
    @pytest.mark.parametrize("number", range(1, len(examples(GUIDE))))
    def test_each_example_does_what_it_says(self, shell: Shell, number: int) -> None:
        script = examples(GUIDE)[number]
        parent = "Q9" if "parent%3Dcode" in script else "梅岭学区"
        (shell.folder / "学校.csv").write_text(f"{SCHOOLS}{parent}\n", encoding="utf-8")
        (shell.folder / "schools.csv").write_text(f"{SCHOOLS}梅岭学区\n", encoding="utf-8")
        issue = ISSUE
        if "type=bundle" in script:
            (shell.folder / "学校.csv").write_text(FILES["学校.csv"], encoding="utf-8")
            issue = ""
        said = shell.run(f"{issue}\n{script}")
        assert "import.bundle" not in said
        assert '"failed"' not in said, said


class TestReadme:
    def test_its_example_loads_schools(self, shell: Shell) -> None:
        (shell.folder / "学校.csv").write_text(f"{SCHOOLS}梅岭学区\n", encoding="utf-8")
        (script,) = examples(README)
        said = shell.run(script.replace("https://qinglian.example.edu.cn", "$S"))
        assert '"state":"completed"' in said.replace(" ", ""), said
