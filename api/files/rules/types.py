"""The types of files there are. What is not in the table is never taken in: no HTML, no SVG, no program, no archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """How a type is looked into."""

    PICTURE = "picture"
    PDF = "pdf"
    OOXML = "ooxml"
    OLE = "ole"  # what office programs wrote until 2007, and WPS writes still
    TEXT = "text"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type by its name. `cleaned_as` names the type of its cleaned copy; None: there is no cleaner for it.

    `marker` is what tells the types of one family apart: a part of an OOXML package, a stream of an OLE file.
    """

    name: str
    media_type: str
    family: Family
    extensions: tuple[str, ...]
    cleaned_as: str | None = None
    marker: str = ""


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_TABLE = (
    FileType("jpeg", "image/jpeg", Family.PICTURE, ("jpg", "jpeg"), "jpeg"),
    FileType("png", "image/png", Family.PICTURE, ("png",), "png"),
    FileType("webp", "image/webp", Family.PICTURE, ("webp",), "webp"),
    # What phones take: a browser shows none of them, so the cleaned copy is a JPEG.
    FileType("heic", "image/heic", Family.PICTURE, ("heic", "heif"), "jpeg"),
    FileType("pdf", "application/pdf", Family.PDF, ("pdf",), "pdf"),
    FileType("docx", f"{_OPEN_XML}.wordprocessingml.document", Family.OOXML, ("docx",), "docx", "word/"),
    FileType("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", Family.OOXML, ("xlsx",), "xlsx", "xl/"),
    FileType("pptx", f"{_OPEN_XML}.presentationml.presentation", Family.OOXML, ("pptx",), "pptx", "ppt/"),
    FileType("doc", "application/msword", Family.OLE, ("doc", "wps"), None, "WordDocument"),
    FileType("xls", "application/vnd.ms-excel", Family.OLE, ("xls", "et"), None, "Workbook"),
    FileType("ppt", "application/vnd.ms-powerpoint", Family.OLE, ("ppt", "dps"), None, "PowerPoint Document"),
    FileType("txt", "text/plain", Family.TEXT, ("txt",), "txt"),
    FileType("csv", "text/csv", Family.TEXT, ("csv",), "csv"),
    FileType("mp4", "video/mp4", Family.MEDIA, ("mp4", "m4v")),
    FileType("mov", "video/quicktime", Family.MEDIA, ("mov",)),
    FileType("mp3", "audio/mpeg", Family.MEDIA, ("mp3",)),
    FileType("m4a", "audio/mp4", Family.MEDIA, ("m4a",)),
)
TYPES: Mapping[str, FileType] = {entry.name: entry for entry in _TABLE}
BY_EXTENSION: Mapping[str, FileType] = {extension: entry for entry in _TABLE for extension in entry.extensions}


class CleanState(StrEnum):
    """Where the cleaned copy of a file stands; `none` of types that have no cleaner."""

    NONE = "none"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


def first_state(kind: FileType) -> CleanState:
    """Where the cleaned copy of a new file of this type stands."""
    return CleanState.PENDING if kind.cleaned_as else CleanState.NONE
