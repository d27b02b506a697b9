"""PDF, written anew without what runs, what is hidden inside and who wrote it."""

from pathlib import Path

import pikepdf

from api.files.cleaning.kinds import Unclean

# Keys that hold actions, scripts, embedded files, forms of a second kind, private data of programs.
_TAKEN_OUT = (
    "/AA AF Collection EmbeddedFile EmbeddedFiles EF FS JavaScript JS Launch LastModified Metadata OpenAction PieceInfo "
    "Renditions RichMediaContent RichMediaSettings Rendition XFA"
).replace("/", "")
_KEYS = frozenset(f"/{name}" for name in _TAKEN_OUT.split())
# Actions that do more than turn a page (ISO 32000-2, 12.6.4); an address that is opened tells who read the file.
_ACTIONS = frozenset(
    f"/{name}"
    for name in "GoTo3DView GoToE GoToR ImportData JavaScript Launch Movie Rendition RichMediaExecute SetOCGState "
    "Sound SubmitForm Trans URI".split()
)
_ANNOTATIONS = frozenset(f"/{name}" for name in "3D FileAttachment Movie RichMedia Screen Sound".split())
_DEEPEST = 60


def clean_pdf(source: Path, target: Path) -> None:
    """Write `source` anew; pages and what is drawn on them stay."""
    try:
        with pikepdf.open(source) as document:
            _strip(document)
            document.remove_unreferenced_resources()
            document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=False)
    except pikepdf.PasswordError as error:
        raise Unclean("file.password_protected") from error
    except (pikepdf.PdfError, RecursionError, ValueError) as error:
        raise Unclean("file.damaged") from error


def _strip(document: pikepdf.Pdf) -> None:
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for entry in document.objects:
        _strip_object(entry, 0)
    for page in document.pages:
        _strip_annotations(page)


def _strip_object(entry: pikepdf.Object, depth: int) -> None:
    """Take out of a dictionary, and of those that lie in it directly, what does not belong on paper."""
    if depth > _DEEPEST:
        raise Unclean("file.damaged")
    if isinstance(entry, pikepdf.Array):
        for item in entry:
            _strip_inner(item, depth)
    elif isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(entry.keys()):
            value = entry.get(key)
            if key in _KEYS or (isinstance(value, pikepdf.Dictionary) and value.get("/S") in _ACTIONS):
                del entry[key]
            else:
                _strip_inner(value, depth)


def _strip_inner(value: object, depth: int) -> None:
    """Objects that are referred to are met in their own turn."""
    if isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and not value.is_indirect:
        _strip_object(value, depth + 1)


def _strip_annotations(page: pikepdf.Page) -> None:
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        kept = [note for note in annotations if _may_stay(note)]
        page.obj["/Annots"] = pikepdf.Array(kept)


def _may_stay(note: object) -> bool:
    return isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") not in _ANNOTATIONS
