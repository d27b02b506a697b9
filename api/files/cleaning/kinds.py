"""Which cleaner is for which type. Each takes a source and writes a target, and nothing else."""

from collections.abc import Callable
from pathlib import Path

Cleaner = Callable[[Path, Path], None]


class Unclean(Exception):
    """This file cannot be cleaned; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cleaner_of(kind: str) -> Cleaner:
    """The cleaner for a type; the libraries it needs are loaded only now."""
    if kind in ("jpeg", "png", "webp", "heic"):
        from api.files.cleaning.pictures import clean_picture  # noqa: PLC0415

        return clean_picture
    if kind == "pdf":
        from api.files.cleaning.pdf import clean_pdf  # noqa: PLC0415

        return clean_pdf
    if kind in ("docx", "xlsx", "pptx"):
        from api.files.cleaning.packages import clean_package  # noqa: PLC0415

        return clean_package
    if kind in ("txt", "csv"):
        from api.files.cleaning.text import clean_text  # noqa: PLC0415

        return clean_text
    raise Unclean("file.no_clean_copy")
