"""A worker of the product that knows the bench's scores as well: `python -m tests.bench.score_worker`."""

import signal
from dataclasses import replace

from api import wiring
from api.core import logs, memory
from api.exchange.imports import pipeline
from api.settings import Settings
from api.worker import Worker
from tests.scores import SCORES, SPEC


def main() -> None:
    """Work until told to stop."""
    settings = Settings()
    logs.configure("error")
    wiring.ROW_SPECS = (*wiring.ROW_SPECS, SPEC)
    jobs = pipeline.jobs(settings, wiring.ROW_SPECS, {"score": SCORES})
    worker = Worker(settings, replace(wiring.wire(settings), jobs=jobs, schedules=()))
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    memory.settle()
    worker.run()


if __name__ == "__main__":
    main()
