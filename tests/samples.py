"""Small files of every type, and the same files with what has no place in them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from PIL import Image

SECRET = "张三13800000000"
_MAIN = "application/vnd.openxmlformats-officedocument"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {
    "docx": ("word/document.xml", f"{_MAIN}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_MAIN}.presentationml.presentation.main+xml"),
}


def png(width: int = 4, height: int = 3) -> bytes:
    """A picture; its size is what the header says, whatever the pixels are."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x30\x60\x90" * min(width, 64) for _ in range(min(height, 64)))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def photograph(form: str = "JPEG") -> bytes:
    """A picture as a phone takes it: turned by its EXIF, with place and owner."""
    picture = Image.new("RGB", (40, 20), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x013B] = SECRET.encode().decode("latin-1")
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 40.0, 19.0)})
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def heic() -> bytes:
    """A picture as an iPhone takes it."""
    import pillow_heif  # noqa: PLC0415

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (20, 90, 60))).save(out, quality=50)
    return out.getvalue()


def pdf(*, active: bool = False, password: str = "") -> bytes:
    """A page; `active`: with script, an embedded file, an address to call, an author."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    if active:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{SECRET}')"))
        document.Root.OpenAction = document.make_indirect(script)
        document.attachments["贪腐.exe"] = b"MZ" + SECRET.encode()
        document.docinfo["/Author"] = SECRET
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://tracker.invalid/")),
        )
        page.Annots = pikepdf.Array([link])
        page.AA = pikepdf.Dictionary(O=script)
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(out, encryption=encryption)
    return out.getvalue()


def package(kind: str = "docx", more: Mapping[str, bytes] | None = None, *, content_type: str = "") -> bytes:
    """An Office Open XML file with one part, and `more`."""
    part, main = _KINDS[kind]
    override = f'<Override PartName="/{part}" ContentType="{content_type or main}"/>'
    extra = "".join(
        f'<Override PartName="/{name}" ContentType="application/octet-stream"/>'
        for name in more or {}
        if not name.endswith(".rels")
    )
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}{extra}</Types>'
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relationships({"rId1": ("officeDocument", part, False)}),
        part: "<document>清廉学校建设</document>".encode(),
        **(more or {}),
    }
    return archive(parts)


def relationships(entries: Mapping[str, tuple[str, str, bool]]) -> bytes:
    """A `.rels` part: id → (kind, target, external)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if external else ''}/>"
        for key, (kind, target, external) in entries.items()
    )
    return f'<Relationships xmlns="{_RELS}">{rows}</Relationships>'.encode()


def with_macros() -> bytes:
    """A document with macros, an author, an embedded object, a link and a template from elsewhere."""
    return package(
        "docx",
        {
            "docProps/core.xml": f"<core><creator>{SECRET}</creator></core>".encode(),
            "word/vbaProject.bin": b"MACRO" + SECRET.encode(),
            "word/embeddings/oleObject1.bin": b"OLE",
            "word/_rels/document.xml.rels": relationships(
                {
                    "rId1": ("hyperlink", "https://tracker.invalid/x", True),
                    "rId2": ("attachedTemplate", "https://tracker.invalid/t.dotm", True),
                    "rId3": ("vbaProject", "vbaProject.bin", False),
                    "rId4": ("oleObject", "embeddings/oleObject1.bin", False),
                }
            ),
        },
    )


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A document of a few kilobytes that unpacks to 64 MiB of nothing."""
    return package("docx", {"word/media/image1.bmp": bytes(64 * 2**20)})


def ole(stream: str = "WordDocument", *, macros: bool = False) -> bytes:
    """What a program of before 2007 writes, as far as its directory shows."""
    names = [stream, *(["_VBA_PROJECT"] if macros else [])]
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory


def video(size: int = 4096) -> bytes:
    """The beginning of a film, and nothing else."""
    head = struct.pack(">I", 24) + b"ftypmp42" + bytes(4) + b"mp42isom"
    return head + bytes(size - len(head))
