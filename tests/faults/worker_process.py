"""A worker as a process of its own that knows the tests' jobs: forked by `mother` with LEASE.

On SQLite the product has no such process: there the very same worker is threads of the server, which is killed with it.
"""

import signal
import sys
from dataclasses import replace

from api.core import logs
from api.settings import Settings
from api.wiring import wire
from api.worker import Timing, Worker
from tests.background import COUNT, PAUSING


def main() -> None:
    """Work until told to stop. LEASE is in seconds; 0 leaves the product's own timing."""
    settings, lease = Settings(), float(sys.argv[1])
    logs.configure("error")
    timing = Timing(lease=lease, heartbeat=lease / 4, look=0.02) if lease else Timing()
    worker = Worker(settings, replace(wire(settings), jobs=(COUNT, PAUSING), followers=(), schedules=()), timing=timing)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main()
