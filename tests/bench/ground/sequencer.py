"""`python -m tests.bench.ground.sequencer`: a worker with the sequencer alone, on the database of the environment."""

import signal
from dataclasses import replace

from api.ledger.jobs import SEQUENCE
from api.settings import Settings
from api.wiring import wire
from api.worker import Worker

if __name__ == "__main__":
    settings = Settings(_env_file=None)
    worker = Worker(settings, replace(wire(settings), jobs=(), followers=(SEQUENCE,), schedules=(), housekeeping=()))
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()
