"""In which encoding a file is written. Nothing is guessed that could turn names into other names.

A byte order mark decides; else strict UTF-8; else strict GB18030, if what comes out reads like Chinese. GB18030 gives a
meaning to most pairs of high bytes, so that Big5, Windows-1252, Korean or damaged UTF-8 often decode without a fault,
as nonsense. Such text is told by three marks: characters from the private-use area; few from GB 2312, the 6,763 of
everyday writing; few of the commonest. The check sees a quarter of a megabyte from the first byte that is not ASCII, and
cannot judge a handful of characters: a file with one accented letter may pass, or be doubted without need. What is
doubted is shown, and read once a person has named the encoding.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api.core.errors import Refused
from api.exchange.reading import errors
from api.exchange.reading.asked import Found
from api.exchange.reading.lines import Lines

CODECS = {"utf-8": "utf-8", "gb18030": "gb18030", "utf-16": "utf-16", "big5": "cp950", "windows-1252": "cp1252"}
_ALIASES = {"utf8": "utf-8", "utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "utf16": "utf-16"} | {
    "cp936": "gb18030",
    "utf-16le": "utf-16",
    "cp950": "big5",
    "cp1252": "windows-1252",
    "ansi": "windows-1252",
}
ALLOWED = "、".join(CODECS)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF8_PIECE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ASCII = bytes(range(0x80))
_SAMPLE = 256 * 1024  # bytes that are looked at one by one, from the first that is not ASCII
_NULS_MOST = 10
_UTF8_LEAST = 0.7
_EVERYDAY_LEAST = 0.8
_COMMON_LEAST = 0.25
_JUDGED_FROM = 30
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知"
    "全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任"
    "常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程"
    "北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运校幼园县镇乡村街州码址称标号属姓职庄河城林江湾湖阳店堡桥寨岭族苗侗土彝藏"
    "李陈杨黄赵吴周徐孙朱胡郭罗郑梁谢宋唐韩冯邓曹彭曾肖董袁潘于蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹熊秦邱尹薛段雷侯龙陶黎贺"
    "顾毛郝龚邵钱严武戴伟芳娜秀敏静丽强磊洋勇艳杰娟涛超兰霞刚桂英玉萍红婷雪梅建志春云峰鹏鑫宇浩欣怡佳俊辉凤玲"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its public name, how it was found, and how many bytes of mark stand before the text."""

    name: str
    found: Found
    mark: int = 0

    @property
    def codec(self) -> str:
        """Python's name for it."""
        return CODECS[self.name]


def named(name: str) -> str:
    """The public name of an encoding. Errors: Refused."""
    name = name.strip().lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    if name not in CODECS:
        raise Refused(errors.ENCODING_NAME, allowed=ALLOWED)
    return name


def find(chunks: Iterable[tuple[bytes, int]], name: str | None) -> Encoding:
    """The encoding of a file, from its first bytes that are not ASCII. Errors: Refused when there is none that fits."""
    offset = line = 0
    marked: Encoding | None = None
    for chunk, _ in chunks:
        if offset == 0:
            marked = _marked(chunk)
        if marked or name:
            return _named(marked, name)
        if chunk.count(0) * _NULS_MOST > len(chunk):  # UTF-16 without its mark, or no text at all
            at = chunk.find(0)
            raise Refused(errors.ENCODING_UNKNOWN, row=line + 1, offset=offset + at, allowed=ALLOWED)
        if not chunk.isascii():
            return _judged(chunk, offset, line)
        offset, line = offset + len(chunk), line + chunk.count(b"\n")
    return Encoding("utf-8", Found.STRICT)


def _marked(chunk: bytes) -> Encoding | None:
    for mark, name in _MARKS:
        if chunk.startswith(mark):
            return Encoding(name, Found.MARK, len(mark) if name == "utf-8" else 0)
    return None


def _named(marked: Encoding | None, name: str | None) -> Encoding:
    if name is None:
        assert marked is not None
        return marked
    chosen = named(name)
    same = marked is not None and marked.name == chosen
    return Encoding(chosen, Found.NAMED, marked.mark if marked and same else 0)


def _judged(chunk: bytes, offset: int, line: int) -> Encoding:
    """The encoding of the first chunk that is not ASCII; a character cut in two at its end is no fault."""
    fault = _fault(chunk, "utf-8")
    if fault is None:
        return Encoding("utf-8", Found.STRICT)
    where: dict[str, Any] = {"row": line + chunk.count(b"\n", 0, fault) + 1, "offset": offset + fault}
    first = len(chunk) - len(chunk.lstrip(_ASCII))
    sample = chunk[first : first + _SAMPLE]
    high = len(sample.translate(None, _ASCII))
    if sum(map(len, _UTF8_PIECE.findall(sample))) > high * _UTF8_LEAST:
        raise Refused(errors.ENCODING, encoding="UTF-8", **where)
    if _fault(chunk, "gb18030") is not None:
        raise Refused(errors.ENCODING_UNKNOWN, allowed=ALLOWED, **where)
    text = codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    return Encoding("gb18030", Found.STRICT if reads_like_chinese(text) else Found.DOUBTED)


def _fault(chunk: bytes, codec: str) -> int | None:
    try:
        codecs.getincrementaldecoder(codec)("strict").decode(chunk)
    except UnicodeDecodeError as error:
        return error.start
    return None


def reads_like_chinese(text: str) -> bool:
    """Whether text that GB18030 makes of some bytes looks written rather than accidental; see above for the limits."""
    strange = {character: number for character, number in Counter(text).items() if character > "\x7f"}
    if any("\ue000" <= character <= "\uf8ff" for character in strange):
        return False
    everyday = sum(number for character, number in strange.items() if _everyday(character))
    if everyday < _EVERYDAY_LEAST * sum(strange.values()):
        return False
    hanzi = {character: number for character, number in strange.items() if "\u4e00" <= character <= "\u9fff"}
    common, all_of_them = sum(hanzi.get(character, 0) for character in _COMMON), sum(hanzi.values())
    return all_of_them < _JUDGED_FROM or common >= _COMMON_LEAST * all_of_them


def _everyday(character: str) -> bool:
    """Whether GB 2312 has it, without its Greek, Cyrillic and kana (rows 4 to 8); or it is rare beyond accident."""
    # Four bytes in GB18030, which no other encoding happens to write.
    if "\u3400" <= character <= "\u4dbf" or character > "\U00020000":
        return True
    try:
        first = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return first <= 0xA3 or first >= 0xB0  # noqa: PLR2004


def transcoded(chunks: Iterable[tuple[bytes, int]], encoding: Encoding) -> Iterator[tuple[bytes, int]]:
    """The chunks without their mark; UTF-16, whose line ends cannot be found by bytes, as UTF-8."""
    if encoding.name != "utf-16":
        skip = encoding.mark
        for chunk, done in chunks:
            yield chunk[skip:], done
            skip = 0
        return
    decoder = codecs.getincrementaldecoder("utf-16")("strict")
    offset, line = 0, 1
    for chunk, done in chunks:
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise Refused(errors.ENCODING, encoding="UTF-16", row=line, offset=offset + error.start) from error
        yield text.encode(), done
        offset, line = offset + len(chunk), line + text.count("\n")
    if decoder.getstate()[0]:
        raise Refused(errors.ENCODING, encoding="UTF-16", row=line, offset=offset)


def decoded(block: bytes, encoding: Encoding, offset: int, line: int) -> str:
    """The text of whole lines that begin at byte `offset` and line `line`. Errors: Refused, with line and byte."""
    codec = "utf-8" if encoding.name == "utf-16" else encoding.codec
    try:
        return block.decode(codec)
    except UnicodeDecodeError as error:
        raise Refused(
            errors.ENCODING,
            encoding=encoding.name.upper(),
            row=line + block.count(b"\n", 0, error.start),
            offset=offset + encoding.mark + error.start,
        ) from error


def utf8(block: Lines, encoding: Encoding) -> bytes:
    """The block in UTF-8 and Unicode NFC, its lines ended by line feeds. Errors: Refused, where it cannot be decoded."""
    content = block.content
    if not content.isascii():
        text = decoded(content, encoding, block.offset, block.line)
        composed = unicodedata.is_normalized("NFC", text)
        if encoding.codec != "utf-8" or not composed:
            content = (text if composed else unicodedata.normalize("NFC", text)).encode()
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content
