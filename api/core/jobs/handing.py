"""Handing a job's file over, part by part."""

from typing import IO, Any

from api.core.jobs.kinds import Run

PART = 1024 * 1024


def hand_over(run: Run, file: IO[bytes], total: int, about: dict[str, Any]) -> None:
    """Give the job its file; the last part finishes it. `about`: `filename` and `media_type`; `total`: rows done."""
    size = file.seek(0, 2)
    file.seek(0)
    last = max(0, (size - 1) // PART)
    for part in range(last + 1):
        content = file.read(PART)
        with run.chunk() as chunk:
            chunk.output(part, content)
            if part == last:
                chunk.progress(total, total)
                chunk.finish({"rows": total, "file": about | {"size": size}})
