"""Office Open XML (ECMA-376): the package written anew, part by part, without macros, authors and ways out.

A part that is taken out is also taken out of the list of content types, and the relationships that led to it go. One
that the text refers to by its id (a link, a linked picture, an embedded object) must stay, or the office program calls
the file broken: it stays and leads nowhere.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from api.files.cleaning.kinds import Unclean
from api.files.rules.archives import MAX_UNPACKED, archive_fault

_TAKEN_OUT = re.compile(
    r"(^|/)(docprops|customxml|customui|embeddings|activex|ctrlprops|webextensions|_xmlsignatures|usercustomization)/"
    r"|(^|/)vba(project|data|projectsignature)[^/]*$|(^|/)attachedtoolbars\.bin$|\.(exe|dll|js|vbs|bin|ole)$",
    re.IGNORECASE,
)
# Parts that a sheet names by id, and which say which printer someone has: they stay, and are empty.
_EMPTIED = re.compile(r"(^|/)printersettings/", re.IGNORECASE)
# Relationships that the text names by id; the others can go without a trace.
_NAMED = ("hyperlink", "image", "oleObject", "package", "attachedTemplate", "frame", "subDocument", "externalLinkPath")
_NAMED_TOO = ("video", "audio", "media", "control", "chart", "mailMergeSource", "transform", "recipientData")
_NOWHERE = "about:blank"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_BLOCK = 2**20


def clean_package(source: Path, target: Path) -> None:
    """Write the package `source` anew."""
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            entries = [entry for entry in old.infolist() if not entry.is_dir()]
            fault = archive_fault(entries, source.stat().st_size)
            if fault is not None:
                raise Unclean(fault.code)
            _rewrite(old, new, entries)
    except (zipfile.BadZipFile, ET.ParseError, OSError, EOFError, NotImplementedError) as error:
        raise Unclean("file.damaged") from error


def _rewrite(old: zipfile.ZipFile, new: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    left = MAX_UNPACKED
    for entry in (entry for entry in entries if not _goes(entry.filename)):
        # The date is the one that all such files bear: when someone worked at it is not to be seen.
        place = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
        place.compress_type = zipfile.ZIP_DEFLATED
        with new.open(place, "w") as out:
            for block in _content(old, entry):
                left -= len(block)
                if left < 0:
                    raise Unclean("file.archive_bomb")
                out.write(block)


def _goes(name: str) -> bool:
    return bool(_TAKEN_OUT.search(name)) and not _EMPTIED.search(name)


def _content(old: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    name = entry.filename
    if name == "[Content_Types].xml":
        yield _content_types(_parsed(old.read(entry)))
    elif name.endswith(".rels"):
        yield _relationships(name, _parsed(old.read(entry)))
    elif not _EMPTIED.search(name):
        with old.open(entry) as part:
            first = part.read(_BLOCK)
            if name.endswith((".xml", ".vml")):
                _refuse_entities(first)
            while first:
                yield first
                first = part.read(_BLOCK)


def _refuse_entities(content: bytes) -> None:
    """Office Open XML has no document types (ECMA-376 part 2); one that is there was put there."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unclean("file.damaged")


def _parsed(content: bytes) -> ET.Element:
    _refuse_entities(content)
    return ET.fromstring(content)  # noqa: S314 (without document types there are no entities)


def _content_types(types: ET.Element) -> bytes:
    for entry in list(types):
        if _goes(entry.get("PartName", "").lstrip("/")):
            types.remove(entry)
    return _written(types, _TYPES)


def _relationships(name: str, listed: ET.Element) -> bytes:
    # `word/_rels/document.xml.rels` speaks of what `word/document.xml` refers to.
    base = posixpath.dirname(posixpath.dirname(name))
    for entry in list(listed):
        outside = entry.get("TargetMode") == "External"
        part = posixpath.normpath(posixpath.join(base, entry.get("Target", ""))).lstrip("/")
        if not outside and not _goes(part):
            continue
        if (entry.get("Type") or "").rpartition("/")[2] in (*_NAMED, *_NAMED_TOO):
            entry.set("Target", _NOWHERE)
            entry.set("TargetMode", "External")
        else:
            listed.remove(entry)
    return _written(listed, _RELATIONSHIPS)


def _written(root: ET.Element, namespace: str) -> bytes:
    ET.register_namespace("", namespace)
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content
