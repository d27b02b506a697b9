"""The child process: `python -m api.files.cleaning.child KIND SOURCE TARGET LIMITS`. It says why when it fails."""

import json
import os
import resource
import sys
from pathlib import Path


def main() -> int:
    """Clean one file; 0 when the copy is there."""
    kind, source, target, bounds = sys.argv[1:]
    limit(*json.loads(bounds))
    from api.files.cleaning.kinds import Unclean, cleaner_of  # noqa: PLC0415 (under the limits from here on)

    try:
        cleaner_of(kind)(Path(source), Path(target))
    except Unclean as refusal:
        sys.stdout.write(refusal.code)
        return 1
    except MemoryError:
        sys.stdout.write("file.cleaning_memory")
        return 1
    return 0


def limit(memory: int, seconds: int, written: int) -> None:
    """Bound this process from here on: bytes of memory, seconds of work, bytes written."""
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
