"""A PostgreSQL cluster of the tests' own: started on first use, in memory, reached by a Unix socket only.

Plain functions, so that pytest, the bench and the browser journeys share them. The cluster's folder is agreed on by
the environment variable `QINGLIAN_TEST_RUN`, which child processes (xdist workers, servers under test) inherit.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "qinglian_owner"
APP = "qinglian_app"
RUN = "QINGLIAN_TEST_RUN"

# Not safe against a power cut, and must never be: the data live for one run.
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10s",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_min_messages": "error",
}


@dataclass(frozen=True)
class Cluster:
    """A running cluster and the folder it lives in."""

    folder: Path

    def dsn(self, database: str, role: str) -> str:
        """What psycopg and asyncpg connect to."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def url(self, database: str, role: str = APP) -> str:
        """The same for SQLAlchemy."""
        return self.dsn(database, role).replace("postgresql://", "postgresql+psycopg://")

    def execute(self, statement: sql.Composed | sql.SQL, database: str = "postgres") -> None:
        """One statement as superuser, outside a transaction (CREATE DATABASE cannot be in one)."""
        with psycopg.connect(self.dsn(database, superuser()), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name: str, template: str | None = None) -> None:
        """A database of the owner's; a copy of `template` where one is named."""
        # By copying its files: half the work of copying it block by block through the log, which is the default.
        copied = sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY")
        source = copied.format(sql.Identifier(template)) if template else sql.SQL("")
        head = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        self.execute(head + source)

    def drop(self, name: str) -> None:
        """Away with it, whoever is still connected."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @property
    def pid(self) -> int:
        """The postmaster's process; its children are the backends."""
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])


def run_folder() -> Path:
    """The folder of this run, made by the first who asks; the files of all test databases are below it."""
    if RUN not in os.environ:
        sweep()
        memory = Path("/dev/shm")  # noqa: S108 -- test data belongs in memory
        folder = tempfile.mkdtemp(prefix=f"qinglian-{os.getpid()}-", dir=memory if memory.is_dir() else None)
        Path(folder).chmod(0o711)
        os.environ[RUN] = folder
    return Path(os.environ[RUN])


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """Only one process of the run at a time; yields the run's folder."""
    folder = run_folder()
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield folder


def cluster() -> Cluster:
    """The run's cluster, started if nobody has yet."""
    with locked("cluster") as run:
        folder = run / "postgres"
        if not (folder / "ready").exists():
            start(folder)
            (folder / "ready").touch()
    return Cluster(folder)


def start(folder: Path) -> None:
    """Initialize and start a cluster in `folder`, and make its two roles."""
    folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, superuser())
    server("initdb", "-D", f"{folder}/data", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = " ".join(f"-c {name}={value!r}" for name, value in SPEED.items())
    server("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} {options}", "start")
    for role in (OWNER, APP):
        Cluster(folder).execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def stop(run: Path) -> None:
    """Stop the run's cluster, if it has one, and remove everything of the run."""
    data = run / "postgres/data"
    if (data / "postmaster.pid").exists():
        server("pg_ctl", "-D", str(data), "-m", "immediate", "stop", check=False)
    shutil.rmtree(run, ignore_errors=True)


def sweep() -> None:
    """Stop what a killed run left behind: the folder's name says whose it was."""
    for folder in Path("/dev/shm").glob("qinglian-*-*"):  # noqa: S108
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            stop(folder)


def superuser() -> str:
    """Who runs the server; PostgreSQL refuses to be run by root, so there it is another."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def server(program: str, *arguments: str, check: bool = True) -> None:
    """Run one of PostgreSQL's programs as the server's user."""
    user = ["setpriv", f"--reuid={superuser()}", f"--regid={group()}", "--clear-groups"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*user, str(find(program)), *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": "/"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would be kept open by the server and never end
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if check and done.returncode:
        raise RuntimeError(f"{program} failed ({done.returncode}): {' '.join(arguments)}")


def group() -> int:
    """The group of the server's user."""
    return pwd.getpwnam(superuser()).pw_gid


def find(program: str) -> Path:
    """The program on the PATH, else the newest of Debian's versioned folders."""
    if found := shutil.which(program):
        return Path(found)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    if not versions:
        raise RuntimeError(f"PostgreSQL's {program} is not installed; Debian's package is 'postgresql'")
    return versions[-1]
