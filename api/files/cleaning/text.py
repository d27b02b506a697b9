"""Text, as UTF-8 and without control characters."""

import re
from pathlib import Path

from api.files.cleaning.kinds import Unclean

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean_text(source: Path, target: Path) -> None:
    """Write `source` anew; line ends are those of Unix, and a BOM tells Excel that it is UTF-8."""
    content = source.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        target.write_bytes(plain.encode("utf-8-sig"))
        return
    raise Unclean("file.damaged")
