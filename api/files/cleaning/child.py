"""The child process: `python -m api.files.cleaning.child KIND SOURCE TARGET LIMITS`. It says why when it fails."""

import json
import sys
from pathlib import Path

from api.core.limited import limit


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


if __name__ == "__main__":
    sys.exit(main())
