"""Run a Dockerfile's steps in folders instead of images, then start the result and ask for its health.

Called by `scripts/chroot-build.sh` with the folder that holds a bare Debian (`WORK/debian`) and a mode. `image` runs
our Dockerfile; `run` runs the few steps that a person types on a bare machine. Only the instructions that our
Dockerfile uses are known; an unknown one is an error, so that the two cannot drift apart unnoticed.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORED = ("--exclude=.git", "--exclude=.venv", "--exclude=./build", "--exclude=./var", "--exclude=.env")
MADE = ("--exclude=node_modules", "--exclude=./dist", "--exclude=./frontend/dist", "--exclude=__pycache__")

# This machine's way to packages, mounted over the chroot's while a step runs: no layer keeps it.
LENT = (
    "/etc/apt",
    "/etc/hosts",
    "/etc/npmrc",
    "/etc/pip.conf",
    "/etc/resolv.conf",
    "/etc/xdg/pip",
    "/root/.config/pip",
    "/root/.npmrc",
    "/usr/etc/npmrc",
)
CLIENTS = re.compile(r"PIP_\w+|(https?|no)_proxy|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|npm_config_\w+", re.IGNORECASE)

# By its full name: a stage's own PATH need not hold the administrators' programs.
CHROOT = shutil.which("chroot") or "/usr/sbin/chroot"

# What a person types on a bare machine. `make` is all it lacks; the rest is what `make run` promises. It shares this
# machine's network, for it fetches packages: PORT becomes one that nobody here listens on.
BARE_RUN = """
FROM ${BASE_IMAGE} AS bare
RUN apt-get update && apt-get install -y --no-install-recommends make
WORKDIR /root/qinglian
COPY . ./
ENV QINGLIAN_PORT=PORT
HEALTHCHECK CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:PORT/readyz')"]
CMD ["make", "run"]
"""


@dataclass(frozen=True)
class Stage:
    """A root folder and what the instructions so far say about it."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "root"
    start: tuple[str, ...] = ()
    health: tuple[str, ...] = ()


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Verb and rest of each instruction; continued lines are joined."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in lines.replace("\\\n", " ").splitlines():
        if line.strip():
            verb, _, rest = line.partition(" ")
            yield verb, " ".join(rest.split())


def build(work: Path, text: str) -> Stage:
    """Every stage in its turn; the last one is the result."""
    stages: dict[str, Stage] = {"${BASE_IMAGE}": Stage(work / "debian")}
    stage = stages["${BASE_IMAGE}"]
    for verb, rest in instructions(text):
        print(f"--- {verb} {rest}", flush=True)
        if verb == "FROM":
            source, _, name = rest.split()
            stage = replace(stages[source], root=copied(stages[source].root, work / name))
        else:
            stage = step(stage, work, verb, rest)
        stages[stage.root.name] = stage
    return stage


def copied(source: Path, target: Path) -> Path:
    """A copy of a root folder; sockets, owners and links included."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)
    return target


def step(stage: Stage, work: Path, verb: str, rest: str) -> Stage:
    """One instruction; gives the stage as it is afterwards."""
    match verb:
        case "ENV":
            name, _, value = rest.partition("=")
            return replace(stage, variables=stage.variables | {name: value})
        case "WORKDIR":
            (stage.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            return replace(stage, folder=rest)
        case "COPY":
            copy(stage, work, rest.split())
            return stage
        case "RUN":
            if subprocess.run(chroot(stage, "sh", "-c", rest), check=False).returncode:
                raise SystemExit(f"This step failed: RUN {rest}")
            return stage
        case "USER":
            return replace(stage, user=rest)
        case "CMD":
            return replace(stage, start=tuple(json.loads(rest)))
        case "HEALTHCHECK":
            return replace(stage, health=tuple(json.loads(rest.partition("CMD ")[2])))
        case "ARG" | "EXPOSE" | "VOLUME":
            return stage
    raise SystemExit(f"The Dockerfile has {verb}, which this script does not know.")


def copy(stage: Stage, work: Path, words: list[str]) -> None:
    """COPY [--from=STAGE] SOURCE... TARGET, folders by their contents as Docker does."""
    origin, skipped = ROOT, " ".join(IGNORED + MADE)
    if words[0].startswith("--from="):
        origin, skipped = work / words.pop(0).removeprefix("--from="), ""
    target = stage.root / os.path.join(stage.folder, words[-1]).lstrip("/")  # noqa: PTH118 -- an absolute one wins
    target.mkdir(parents=True, exist_ok=True)
    for word in words[:-1]:
        source = origin / word.lstrip("/")
        if source.is_dir():
            pack = f"tar -C {shlex.quote(str(source))} {skipped} -cf - . | tar -C {shlex.quote(str(target))} -xf -"
            subprocess.run(["bash", "-o", "pipefail", "-c", pack], check=True)
        else:
            shutil.copy2(source, target)


def chroot(stage: Stage, *command: str) -> list[str]:
    """The command line that runs `command` inside, in a mount namespace of its own that ends with it."""
    return ["unshare", "--mount", "sh", "-euc", f"{mounts(stage.root)} exec {inside(stage, command)}"]


def mounts(root: Path) -> str:
    """Shell commands that lend this machine's package configuration, /proc and /dev to the chroot."""
    lines = [f"mount -t proc proc {root}/proc; mount --rbind /dev {root}/dev;"]
    lent = {path: path for path in LENT if Path(path).exists()}
    lent |= {f"/run/lent/{name}": value for name, value in clients().items() if Path(value).is_file()}
    for path, source in lent.items():
        make = f"mkdir -p {root}{path}" if Path(source).is_dir() else f"install -D /dev/null {root}{path}"
        lines.append(f"[ -e {root}{path} ] || {make}; mount --bind {source} {root}{path};")
    return " ".join(lines)


def clients() -> dict[str, str]:
    """The variables that lead package clients to their registries, with the certificates they trust."""
    found = {name: value for name, value in os.environ.items() if CLIENTS.fullmatch(name)}
    if "NODE_EXTRA_CA_CERTS" in found:
        found["npm_config_cafile"] = found["NODE_EXTRA_CA_CERTS"]
    return found


def inside(stage: Stage, command: tuple[str, ...]) -> str:
    """`chroot` with the stage's user, folder and variables, as shell text."""
    lent = {name: f"/run/lent/{name}" if Path(value).is_file() else value for name, value in clients().items()}
    standard = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    variables = [f"{name}={value}" for name, value in (standard | lent | stage.variables).items()]
    user = ["setpriv", f"--reuid={stage.user}", f"--regid={stage.user}", "--clear-groups"]
    enter = ["env", "--chdir", stage.folder, *command]
    return shlex.join(
        ["env", "-i", *variables, CHROOT, str(stage.root), *(user if stage.user != "root" else []), *enter]
    )


def healthy(stage: Stage, seconds: int = 900) -> bool:
    """Start the stage's CMD and repeat its HEALTHCHECK. A network of its own keeps this machine's ports out of it."""
    script = f"""
        ip link set lo up
        {mounts(stage.root)}
        {inside(stage, stage.start)} &
        server=$!
        for _ in $(seq {seconds}); do
            kill -0 $server || exit 1
            {inside(stage, stage.health)} 2>/dev/null && exit 0
            sleep 1
        done
        exit 1
    """
    # `make run` fetches packages before it serves: it stays in this machine's network.
    network = [] if stage.user == "root" else ["--net"]
    own = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *network]
    return subprocess.run([*own, "sh", "-uc", script], check=False).returncode == 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Build, start, ask."""
    work, mode, port = Path(sys.argv[1]), sys.argv[2], free_port()
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = (
        dockerfile if mode == "image" else BARE_RUN.replace("PORT=PORT", f"PORT={port}").replace(":PORT/", f":{port}/")
    )
    stage = build(work, text)
    print(f"--- start {shlex.join(stage.start)}", flush=True)
    good = healthy(stage)
    print("The health check answers 200." if good else "The server did not become healthy.", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
