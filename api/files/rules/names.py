"""What a file may be called. The name is shown and sent back; it is never a path on the server."""

import re
import unicodedata
from collections.abc import Iterator

from api.core.errors import Violation
from api.files import errors

LONGEST = 200

# Separators, what Windows forbids, control characters, and marks that turn the reading direction ("exe.fdp").
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# What some program would run, hidden before the extension that is shown.
_ACTIVE = frozenset(
    (
        "app asp aspx bat chm cmd com cpl dll exe hta htm html jar js jse jsp lnk mht msi php pif ps1 py reg scr sh "
        "shtml svg svgz swf vb vbe vbs wsf xht xhtml xml docm dotm xlsm xltm xlam pptm potm ppam"
    ).split()
)


def normal_name(name: str) -> str:
    """The one spelling of a name: composed characters (Macs send decomposed ones), no blanks around it."""
    return unicodedata.normalize("NFC", name).strip()


def name_violations(name: str) -> Iterator[Violation]:
    """What is wrong with a name in its normal spelling."""
    if not name or len(name) > LONGEST or name[0] == "." or name[-1] == "." or _FORBIDDEN.search(name):
        yield Violation(errors.NAME_BAD, "/name", params={"limit": LONGEST})
    elif any(part.strip().lower() in _ACTIVE for part in name.split(".")[1:-1]):
        yield Violation(errors.DOUBLE_EXTENSION, "/name")
