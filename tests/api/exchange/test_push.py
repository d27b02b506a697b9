"""`qinglian push` against a server: sent, sent again, refused, mended, gone on with, taken back."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from api.cli.pushing import course
from api.cli.pushing.line import Line, Unreachable
from tests.api.exchange.bundles import manifest, zipped
from tests.databases import borrowed
from tests.served import served
from tests.world import V1, WORLD, inhabited

HEAD = "学校名称,学校标识码,办学类型,办学性质,上级单位\n"
UNIT_FREE = manifest({"file": "学校.csv", "type": "school"})
SCOPES = ("import.read", "import.run", "school.read", "school.create", "school.update", "school.register", "unit.read")


@dataclass
class Pusher:
    """A county's platform with its file and its client."""

    address: str
    file: Path
    http: httpx.Client
    series: int  # its schools are no other test's

    def write(self, *rows: str) -> None:
        self.file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")

    def push(self, *options: str) -> tuple[int, str]:
        """Exit code and what was printed."""
        done = CliRunner().invoke(app, ["push", str(self.file), "--type", "school", "--server", self.address, *options])
        return done.exit_code, done.output

    def bundle(self) -> tuple[int, str]:
        """The same without a type: the file is a bundle."""
        done = CliRunner().invoke(app, ["push", str(self.file), "--server", self.address])
        return done.exit_code, done.output

    def imports(self) -> list[dict[str, object]]:
        """Those of its file, newest first."""
        found: list[dict[str, object]] = self.http.get("/imports").json()["items"]
        return [one for one in found if one["filename"] == self.file.name]

    def school(self, number: int, kind: str = "小学", name: str = "") -> str:
        """A row of the file."""
        code = f"2134{self.series:04}{number:02}"
        return f"{name or f'梅岭第{self.series}之{number}小学'},{code},{kind},公办,梅岭学区"


@dataclass(frozen=True)
class Bureau:
    """A running server, and the bureau's machine client with its secret."""

    address: str
    client: str
    secret: str


@pytest.fixture(scope="module")
def bureau() -> Iterator[Bureau]:
    with borrowed("sqlite", WORLD) as database, inhabited(database) as world:
        admin = world.sign_in("platform_admin")
        body = {"name": "县教育云平台", "unit_id": world.unit("bureau"), "scopes": list(SCOPES)}
        client = admin.post(f"{V1}/clients", json=body).json()["id"]
        assert world.sign_in("bureau_leader").post(f"{V1}/clients/{client}:approve").status_code == 200
        secret = admin.post(f"{V1}/clients/{client}/secrets", json={}).json()["secret"]
        with served(world) as address:
            yield Bureau(address, client, secret)


_series = itertools.count(1)


@pytest.fixture
def pusher(bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pusher]:
    """Whoever has the secret in the environment, and a file that nobody else has."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("QINGLIAN_CLIENT_ID", bureau.client)
    monkeypatch.setenv("QINGLIAN_CLIENT_SECRET", bureau.secret)
    form = {"grant_type": "client_credentials", "client_id": bureau.client, "client_secret": bureau.secret}
    token = httpx.post(f"{bureau.address}{V1}/oauth/token", data=form).json()["access_token"]
    with httpx.Client(base_url=f"{bureau.address}{V1}", headers={"Authorization": f"Bearer {token}"}) as http:
        series = next(_series)
        yield Pusher(bureau.address, tmp_path / f"锦岚县学校{series}.csv", http, series)


class TestPush:
    def test_rows_that_were_taken_are_left_out_until_they_change(self, pusher: Pusher) -> None:
        pusher.write(pusher.school(1), pusher.school(2))
        code, said = pusher.push()
        assert (code, "created 2" in said) == (0, True), said
        code, said = pusher.push()
        assert (code, "no row is new or changed" in said) == (0, True), said
        assert len(pusher.imports()) == 1

        pusher.write(pusher.school(1), pusher.school(2, name="梅岭中心小学"), pusher.school(3, kind="天书"))
        code, said = pusher.push("--errors", str(pusher.file.parent / "errors.csv"))
        assert code == 1, said
        assert "updated 1" in said
        assert "refused 1" in said
        assert "import.cell.choice" in said
        counts = pusher.imports()[0]["counts"]
        assert isinstance(counts, dict)
        assert (counts["total"], counts["updated"], counts["rejected"]) == (2, 1, 1)
        # The refused row is told by its line in the whole file.
        assert "\n4,," in (pusher.file.parent / "errors.csv").read_text(encoding="utf-8-sig")

        pusher.write(pusher.school(1), pusher.school(2, name="梅岭中心小学"), pusher.school(3))
        code, said = pusher.push()
        assert (code, "rows 1  " in said, "created 1" in said) == (0, True, True), said
        code, said = pusher.push("--all")
        assert (code, "unchanged 3" in said) == (0, True), said

        assert pusher.http.post(f"/imports/{pusher.imports()[1]['id']}:rollback").status_code == 202
        code, said = pusher.push()
        assert (code, "no row is new" in said) == (0, True), said

    def test_checked_first_then_written(self, pusher: Pusher) -> None:
        pusher.write(pusher.school(1))
        assert pusher.push("--validate-only")[0] == 0
        one = pusher.imports()[0]
        assert one["state"] == "validated"
        done = CliRunner().invoke(app, ["push", "--apply", str(one["id"]), "--server", pusher.address])
        assert (done.exit_code, "created 1" in done.output) == (0, True), done.output

    def test_a_push_that_was_cut_off_goes_on_where_it_ended(
        self, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(course, "parts_of", lambda content: _parts(content, 100))
        sent: list[str] = []
        call = Line.call

        def cut(line: Line, method: str, path: str, **content: object) -> httpx.Response:
            if method == "PUT" and len(sent) == 1:
                raise Unreachable("cut off")
            if method == "PUT":
                sent.append(path)
            return call(line, method, path, **content)

        pusher.write(*(pusher.school(number) for number in range(1, 6)))
        with monkeypatch.context() as broken:
            broken.setattr(Line, "call", cut)
            assert pusher.push()[0] == 3
        parts = pusher.http.get(f"/imports/{pusher.imports()[0]['id']}/parts").json()["items"]
        assert [part["number"] for part in parts] == [1]
        code, said = pusher.push()
        assert (code, "created 5" in said) == (0, True), said
        assert len(pusher.imports()) == 1

    def test_a_bundle_shows_its_members_and_what_is_wrong_with_it(self, pusher: Pusher) -> None:
        pusher.file = pusher.file.with_suffix(".zip")
        pusher.file.write_bytes(zipped({"学校.csv": HEAD + pusher.school(7) + "\n"}, UNIT_FREE))
        code, said = pusher.bundle()
        assert (code, "学校.csv (school): completed  共 rows 1  新建 created 1" in said) == (0, True), said
        pusher.file.write_bytes(zipped({"学校.csv": HEAD, "x.csv": ""}, UNIT_FREE))
        code, said = pusher.bundle()
        assert (code, "/x.csv: " in said, "import.bundle.member_unnamed" in said) == (2, True, True), said

    def test_what_is_refused_says_why(self, pusher: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
        pusher.write()
        assert pusher.push()[0] == 2
        assert pusher.push("--encoding", "klingon")[0] == 2
        monkeypatch.setenv("QINGLIAN_CLIENT_SECRET", "wrong")
        code, said = pusher.push()
        assert (code, "invalid_client" in said) == (2, True), said
        monkeypatch.delenv("QINGLIAN_CLIENT_ID")
        assert pusher.push()[0] == 2


_parts = course.parts_of
