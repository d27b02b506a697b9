"""Small believable files: a page of text as PDF, a document, a table, a picture. The same words give the same bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_DAY = (2026, 9, 1, 8, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_SHEET = f"{_OFFICE}/spreadsheetml/2006/main"
_TYPES = f"{_OFFICE}/package/2006/content-types"
_RELATIONS = f"{_OFFICE}/package/2006/relationships"
_DOCUMENT = f"{_OFFICE}/officeDocument/2006/relationships"
_MEDIA = "application/vnd.openxmlformats-officedocument"


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """One page of A4 in the Song type that every reader has for Chinese (ISO 32000, predefined CJK encodings)."""
    text = [f"BT /F 18 Tf 72 760 Td <{_wide(title)}> Tj ET"]
    text += [f"BT /F 12 Tf 72 {724 - 22 * row} Td <{_wide(line)}> Tj ET" for row, line in enumerate(lines)]
    content = "\n".join(text).encode()
    font = "/Type /Font /BaseFont /STSong-Light"
    descendant = (
        f"<< {font} /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/FontDescriptor 7 0 R /DW 1000 >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        f"<< {font} /Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".encode(),
        descendant.encode(),
        descriptor,
    ]
    return _assembled(objects)


def _wide(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def docx(title: str, lines: Sequence[str]) -> bytes:
    """A document for word processors."""
    rows = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (title, *lines))
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{rows}</w:body></w:document>'
    return _package("word/document.xml", body, f"{_MEDIA}.wordprocessingml.document.main+xml")


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A table for spreadsheets."""
    cells = "".join(f"<row>{_cells(row)}</row>" for row in rows)
    book = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENT}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = "xl/worksheets/sheet1.xml"
    more = {
        sheet: f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
    }
    types = {sheet: f"{_MEDIA}.spreadsheetml.worksheet+xml"}
    return _package("xl/workbook.xml", book, f"{_MEDIA}.spreadsheetml.sheet.main+xml", (more, types))


def _cells(row: Sequence[str]) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)


def _relations(kind: str, target: str) -> str:
    entry = f'<Relationship Id="rId1" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{entry}</Relationships>'


def _package(part: str, body: str, kind: str, rest: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})) -> bytes:
    more, types = rest
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{media}"/>' for name, media in {part: kind, **types}.items()
    )
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>',
        "_rels/.rels": _relations("officeDocument", part),
        part: body,
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def picture(seed: int, width: int = 640, height: int = 400) -> bytes:
    """A notice board, drawn: a wall, a board, sheets on it; `seed` says how many."""
    sheets = [(40 + 96 * place, 100, 110 + 96 * place, 200 + 20 * (seed % 3)) for place in range(3 + seed % 3)]
    rows = []
    for y in range(0, height, 4):
        row = bytearray()
        for x in range(0, width, 4):
            row += bytes(_colour(x, y, sheets)) * 4
        rows.append(b"\0" + bytes(row))
    drawn = b"".join(row for row in rows for _ in range(4))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def _colour(x: int, y: int, sheets: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int]:
    if any(left <= x < right and top <= y < bottom for left, top, right, bottom in sheets):
        return (236, 236, 224) if (y // 8) % 3 else (150, 156, 150)
    if 20 <= x < 620 and 70 <= y < 330:  # noqa: PLR2004 (where the board hangs)
        return (36, 96, 84)
    return (222, 214, 198)
