"""How the recovery sheets look on paper: one A4 page for one person, in Chinese and English."""

from datetime import date
from html import escape

from api.core.keys.sheets import Sheet, shown

_TITLE = "清廉校园 主密钥恢复单 {letter} / Qinglian master key recovery sheet {letter}"
_SENTENCES = (
    "两张恢复单合在一起能重建打开本系统一切密文的主密钥；单独一张什么也打不开。",
    "请由保管人本人打印、封入信封、签字并锁存，不拍照、不扫描、不与另一张放在一处。",
    "Both sheets together rebuild the master key, which opens everything sealed in this system; one alone opens nothing.",
    "The keeper prints it, seals it in an envelope, signs it and locks it away: no photograph, no scan, never both together.",
    "使用：在服务器上运行 qinglian keys recover，按行输入。 Use: run qinglian keys recover on the server, type line by line.",
)
_FIELDS = ("保管人 Keeper", "签字 Signature", "封存日期 Sealed on", "存放处 Kept at")
_STYLE = """@page{size:A4;margin:22mm 20mm}
body{font:14px/22px "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;color:#18211f;max-width:42rem;margin:24px auto;padding:0 16px}
h1{font-size:20px;line-height:28px;border-top:2px solid;padding-top:12px;margin:0 0 12px}
p{margin:0 0 8px}dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:16px 0}dt{color:#43504c}dd{margin:0}
ol{list-style:none;margin:24px 0;padding:16px 0;border-block:1px solid}
li,dd{font-variant-numeric:tabular-nums}li{font:600 20px/36px "DejaVu Sans Mono",Consolas,monospace;white-space:pre}
.sign dd{border-bottom:1px solid #7c8883;min-height:30px}.sign dt{align-self:end}"""


def plain(sheet: Sheet, day: date) -> str:
    """The sheet as plain text."""
    facts = [f"{name}: {value}" for name, value in _facts(sheet, day)]
    blanks = [f"{field}: ______________________________" for field in _FIELDS]
    parts = [
        _TITLE.format(letter=sheet.letter),
        *_SENTENCES,
        "\n".join(facts),
        "\n".join(sheet.lines),
        "\n\n".join(blanks),
    ]
    return "\n\n".join(parts) + "\n"


def page(sheet: Sheet, day: date) -> str:
    """The sheet as a page to print; nothing in it is loaded from elsewhere."""
    title = escape(_TITLE.format(letter=sheet.letter))
    facts = "".join(f"<dt>{escape(name)}<dd>{escape(value)}" for name, value in _facts(sheet, day))
    lines = "".join(f"<li>{line}</li>" for line in sheet.lines)
    blanks = "".join(f"<dt>{field}<dd>" for field in _FIELDS)
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in _SENTENCES)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'<h1>{title}</h1>{sentences}<dl>{facts}</dl><ol>{lines}</ol><dl class="sign">{blanks}</dl></html>\n'
    )


def _facts(sheet: Sheet, day: date) -> tuple[tuple[str, str], ...]:
    return (
        ("恢复单 Sheet", f"{sheet.letter}（共两张 A、B / of two, A and B）"),
        ("打印日期 Printed on", day.isoformat()),
        ("主密钥指纹 Fingerprint", shown(sheet.fingerprint)),
    )
