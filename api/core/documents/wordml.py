"""Fragments of WordprocessingML (ECMA-376 part 1, section 17) as text: runs, paragraphs, tables, bars.

The library's own tables look every cell up anew; a table of two thousand schools would take it minutes.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from api.core.documents.grid import Place, places
from api.core.documents.model import Align, Bar, Bars, Table, clean

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TABLE_TEXT, SMALL_PRINT = "TableText", "SmallPrint"
INK, SHADE, LINE = "0E5F63", "EEF4F2", "7C8883"
TAB = "<w:r><w:tab/></w:r>"
NEW_PAGE = f'<w:p {NAMESPACE}><w:r><w:br w:type="page"/></w:r></w:p>'

_BLOCKS = 20  # of the longest bar
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PADDING = "".join(
    f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    for side, twips in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70))
)


def run(text: str, *, strong: bool = False, colour: str = "") -> str:
    """Text as it stands; a line break in it is one."""
    look = ("<w:b/>" if strong else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n"))
    return f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def field(name: str) -> str:
    """A figure that Word keeps itself: PAGE, NUMPAGES."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    asked = f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
    return f"{marks['begin']}{asked}{marks['separate']}<w:r><w:t>1</w:t></w:r>{marks['end']}"


def paragraph(runs: str, style: str, look: str = "") -> str:
    """A paragraph of a style; `look` are further properties of it."""
    return f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{runs}</w:p>'


def table(shown: Table, width: int) -> str:
    """A table of `width` twips; the rows of its head come again on each page, and no row is torn apart."""
    total = sum(column.width for column in shown.columns)
    widths = [round(width * column.width / total) for column in shown.columns]
    aligns = [column.align for column in shown.columns]
    rows = [
        *(_row(row, widths, ["center"] * len(widths), head=True) for row in places(shown.head, len(widths))),
        *(_row(row, widths, aligns, head=False) for row in places(shown.rows, len(widths))),
    ]
    return _framed(rows, widths, _BORDERS)


def _framed(rows: Iterable[str], widths: list[int], borders: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_PADDING}</w:tblCellMar>'
    )
    return f"<w:tbl {NAMESPACE}><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(row: list[Place], widths: list[int], aligns: list[Align], *, head: bool) -> str:
    look = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    cells = "".join(_cell(place, widths, aligns[place.column], head=head) for place in row)
    return f"<w:tr><w:trPr>{look}</w:trPr>{cells}</w:tr>"


def _cell(place: Place, widths: list[int], align: Align, *, head: bool) -> str:
    shown = place.cell
    look = f'<w:tcW w:w="{sum(widths[place.column : place.column + shown.across])}" w:type="dxa"/>'
    if shown.across > 1:
        look += f'<w:gridSpan w:val="{shown.across}"/>'
    if shown.down > 1:
        look += "<w:vMerge/>" if place.continued else '<w:vMerge w:val="restart"/>'
    if head:
        look += f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    text = "" if place.continued else run(shown.text, strong=head or shown.strong)
    inner = paragraph(text, TABLE_TEXT, f'<w:jc w:val="{shown.align or align}"/>')
    return f'<w:tc><w:tcPr>{look}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def bars(shown: Bars, width: int) -> str:
    """Bars as blocks of text: any program shows them, and they can be searched and read aloud."""
    widths = [round(width * share) for share in (0.22, 0.5, 0.28)]
    return _framed((_bar(bar, widths) for bar in shown.bars), widths, "")


def _bar(bar: Bar, widths: list[int]) -> str:
    blocks = round(min(max(bar.share, 0), 1) * _BLOCKS)
    drawn = "█" * blocks or ("▏" if bar.share > 0 else "")
    cells = (run(bar.label), run(drawn, colour=INK), run(bar.text))
    return "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>".format(
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(content, TABLE_TEXT)}</w:tc>'
            for width, content in zip(widths, cells, strict=True)
        )
    )


def signature(label: str, date: str, width: int) -> str:
    """A line for who signs, with room for the name and for the date."""
    stops = "".join(
        f'<w:tab w:val="left" w:leader="underscore" w:pos="{round(width * share)}"/>' for share in (0.62, 1.0)
    )
    look = f'<w:keepLines/><w:tabs>{stops}</w:tabs><w:spacing w:before="360"/>'
    return paragraph(f"{run(label)}{TAB}{run('  ' + date)}{TAB}", "Normal", look)
