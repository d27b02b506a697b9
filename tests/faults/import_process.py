"""A worker as a process of its own that imports the tests' things: forked by `mother` with LEASE."""

import signal
import sys
from dataclasses import replace

from api import wiring
from api.core import logs
from api.exchange.imports import pipeline
from api.exchange.imports.pipeline import applying
from api.settings import Settings
from api.worker import Timing, Worker
from tests.things import SPEC


def main() -> None:
    """Work until told to stop, in chunks so small that a kill meets many of them."""
    settings, lease = Settings(), float(sys.argv[1])
    logs.configure("error")
    wiring.ROW_SPECS = (SPEC,)
    vars(applying).update(FIRST_CHUNK=40, next_size=lambda size, *_: size)
    wired = replace(wiring.wire(settings), jobs=pipeline.jobs(settings, (SPEC,)), followers=(), schedules=())
    worker = Worker(settings, wired, timing=Timing(lease=lease, heartbeat=lease / 4, look=0.02))
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main()
