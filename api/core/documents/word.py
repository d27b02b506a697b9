"""Documents for Word (Office Open XML). The same document makes the same bytes."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from api.core.documents import wordml
from api.core.documents.model import (
    Bars,
    Document,
    Heading,
    Items,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Signatures,
    Table,
    clean,
)

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
_A4_MM = (210, 297)
_MARGIN_MM, _FOOT_MM = 22, 28
_TWIPS_PER_MM = 1440 / 25.4
_MOST_LEVEL = 3
_STYLES = {"plain": "Normal", "note": wordml.SMALL_PRINT, "strong": "Normal"}
_INDENT = '<w:spacing w:after="60"/><w:ind w:left="480" w:hanging="360"/>'


def write_docx(document: Document) -> IO[bytes]:
    """The document as DOCX."""
    from docx import Document as empty  # noqa: PLC0415, N813 (a server loads it with its first document)

    word = empty()
    _set_styles(word)
    _set_language(word, document)
    _set_page(word, document)
    _add(word, wordml.paragraph(wordml.run(document.title), "Title"))
    if document.subtitle:
        _add(word, wordml.paragraph(wordml.run(document.subtitle), "Subtitle"))
    for part in document.parts:
        _write(word, part, document)
    _describe(word.core_properties, document)
    saved = io.BytesIO()
    word.save(saved)
    return _repacked(saved)


def _repacked(package: IO[bytes]) -> IO[bytes]:
    """The same package without the time and the machine of its making."""
    made = io.BytesIO()
    with zipfile.ZipFile(package) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    made.seek(0)
    return made


def _add(word: Any, *fragments: str) -> None:
    """Put fragments at the end, before the properties of the section."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    for fragment in fragments:
        word.element.body[-1].addprevious(parse_xml(fragment))


def _write(word: Any, part: Part, document: Document) -> None:
    if isinstance(part, Picture):
        _add_picture(word, part, document)
    else:
        _add(word, *_fragments(part, document))


def _fragments(part: Part, document: Document) -> Iterator[str]:
    width = _text_width(document)
    match part:
        case Heading(text, level):
            yield wordml.paragraph(wordml.run(text), f"Heading{min(level, _MOST_LEVEL)}")
        case Paragraph(text, tone):
            yield wordml.paragraph(wordml.run(text, strong=tone == "strong"), _STYLES[tone])
        case Items(items, numbered):
            for number, item in enumerate(items, start=1):
                mark = f"{number}." if numbered else "•"
                yield wordml.paragraph(wordml.run(mark) + wordml.TAB + wordml.run(item), "Normal", _INDENT)
        case Table():
            yield from _captioned(part.caption, wordml.table(part, width))
        case Bars():
            yield from _captioned(part.caption, wordml.bars(part, width))
        case Signatures():
            for label in part.labels:
                yield wordml.signature(label, document.date_words, width)
        case NewPage():
            yield wordml.NEW_PAGE


def _captioned(caption: str, table: str) -> Iterator[str]:
    """The caption stays with its table; two tables in a row would be one without a paragraph between them."""
    if caption:
        yield wordml.paragraph(wordml.run(caption), "Caption", "<w:keepNext/>")
    yield table
    yield wordml.paragraph("", wordml.SMALL_PRINT)


def _add_picture(word: Any, picture: Picture, document: Document) -> None:
    from docx.shared import Twips  # noqa: PLC0415

    word.add_picture(io.BytesIO(picture.content), width=Twips(round(_text_width(document) * picture.width)))
    if picture.caption:
        _add(word, wordml.paragraph(wordml.run(picture.caption), "Caption"))


def _text_width(document: Document) -> int:
    """Twips between the margins."""
    return round((_A4_MM[1 if document.wide else 0] - 2 * _MARGIN_MM) * _TWIPS_PER_MM)


def _set_styles(word: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    styles = word.styles
    for name, size in (("Table Text", 9), ("Small Print", 8.5)):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).paragraph_format.space_after = 0
        _set_font(styles[name], "宋体", size)
    for name, size in (("Normal", 11), ("Caption", 9.5)):
        _set_font(styles[name], "宋体", size)
    for name, size in (("Title", 20), ("Subtitle", 12), ("Heading 1", 15), ("Heading 2", 13), ("Heading 3", 11.5)):
        _set_font(styles[name], "黑体", size)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = 1  # centred
    for line in styles["Title"].element.pPr.findall(qn("w:pBdr")):  # the template's blue rule
        styles["Title"].element.pPr.remove(line)


def _set_language(word: Any, document: Document) -> None:
    """Which of the shapes that China, Japan and Korea give one character is meant, and where its commas stand."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), document.language)
        spoken.set(qn("w:eastAsia"), "zh-CN")


def _set_font(style: Any, chinese: str, size: float) -> None:
    """A typeface for Chinese beside the one for Latin letters, in black."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    style.font.name, style.font.size, style.font.italic = "Times New Roman", Pt(size), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _set_page(word: Any, document: Document) -> None:
    """A4; bureau and title above, the time of the data, the page's number and the record's hash below."""
    from docx.shared import Mm  # noqa: PLC0415

    section = word.sections[0]
    section.page_width, section.page_height = map(Mm, reversed(_A4_MM) if document.wide else _A4_MM)
    section.orientation = int(document.wide)
    section.left_margin = section.right_margin = section.top_margin = Mm(_MARGIN_MM)
    section.bottom_margin, section.footer_distance = Mm(_FOOT_MM), Mm(_FOOT_MM // 2)
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{_text_width(document)}"/></w:tabs>'
    head = wordml.run(document.bureau) + wordml.TAB + wordml.run(document.title)
    foot = wordml.run(document.time) + wordml.TAB + _page_number(document)
    _fill(section.header, wordml.paragraph(head, wordml.SMALL_PRINT, stop))
    _fill(
        section.footer,
        wordml.paragraph(foot, wordml.SMALL_PRINT, stop),
        wordml.paragraph(wordml.run(document.mark_words), wordml.SMALL_PRINT),
    )


def _page_number(document: Document) -> str:
    before, rest = document.page_words.split("{page}")
    between, after = rest.split("{pages}")
    parts = (wordml.run(before), wordml.field("PAGE"), wordml.run(between), wordml.field("NUMPAGES"), wordml.run(after))
    return "".join(parts)


def _fill(band: Any, *fragments: str) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415

    band.is_linked_to_previous = False
    for old in list(band._element):  # noqa: SLF001 (the library has no word for emptying a header)
        band._element.remove(old)  # noqa: SLF001
    for fragment in fragments:
        band._element.append(parse_xml(fragment))  # noqa: SLF001


def _describe(about: Any, document: Document) -> None:
    """Properties that say what the document is, and nothing of who made it when and with what."""
    about.title, about.author, about.subject = clean(document.title)[:255], clean(document.bureau)[:255], document.mark
    about.created = about.modified = document.as_of.replace(microsecond=0, tzinfo=None)
    about.comments, about.last_modified_by, about.language = "", clean(document.bureau)[:255], document.language
