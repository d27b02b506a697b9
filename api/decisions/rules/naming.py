"""By what a supplier is known in files: its name, whatever its case, width and spaces. Pure."""

import unicodedata


def name_key(name: str) -> str:
    """A name without case, with plain widths and single spaces: `Ａcme  Ltd ` and `ACME LTD` are one."""
    return " ".join(unicodedata.normalize("NFKC", name).upper().split())
