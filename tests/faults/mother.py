"""The process that workers under test are forked from: `python -m tests.faults.mother`.

It has loaded everything that they need, which costs each of them seconds of processor time otherwise, has no thread and no
connection, and reads a line of JSON for each: whose `main` is to run, with which arguments, environment and log. It
answers with the number of the process. A worker is a process of its own in every other way, and is killed as one.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from typing import Any, NoReturn

from tests.faults import import_process, worker_process

MAINS = {"import": import_process.main, "worker": worker_process.main}


def main() -> None:
    """Fork until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _live(json.loads(line))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _live(asked: Mapping[str, Any]) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream, place in ((os.open(os.devnull, os.O_RDONLY), 0), (log, 1), (log, 2)):
        os.dup2(stream, place)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv[1:] = asked["arguments"]
    code = 1
    try:
        MAINS[asked["main"]]()
        code = 0
    except BaseException:  # noqa: BLE001 (nothing of this process goes back into the mother's loop)
        traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    main()
