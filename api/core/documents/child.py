"""The child process that typesets: `python -m api.core.documents.child FOLDER FONTS CREATED LIMITS`.

It turns `page.typ` and `document.json` in the folder into `document.pdf`, or says by its exit code why not.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.core.limited import limit

FAILED, COSTLY = 1, 2


def main() -> int:
    """Typeset one document; 0 when the PDF is there."""
    folder, fonts, created, bounds = sys.argv[1:]
    limit(*json.loads(bounds))
    import typst  # noqa: PLC0415 (under the limits from here on)

    try:
        typst.Compiler(
            str(Path(folder) / "page.typ"), root=folder, font_paths=[fonts], ignore_system_fonts=True
        ).compile(output=str(Path(folder) / "document.pdf"), timestamp=datetime.fromtimestamp(int(created), UTC))
    except (MemoryError, OSError):
        return COSTLY
    except typst.TypstError:
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
