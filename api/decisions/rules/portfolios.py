"""Which matters somebody is in charge of, from the words in which schools write it (分管工作). Pure."""

from collections.abc import Iterable

from api.decisions.data import shipped_matters

_CODES = frozenset(matter["code"] for matter in shipped_matters())
_MONEY = ("LF01", "LF02", "LF03", "LF04", "LF05")
# Words of a portfolio, each with the matters that it covers. Who is in charge of everything is in charge of each thing.
_WORDS: dict[str, tuple[str, ...]] = {
    "财务": ("MD08", "MD09", *_MONEY),
    "后勤": ("MD17", "MD19", "MD20", "MP01", "MP03", "MP04", "MP07"),
    "总务": ("MD17", "MD19", "MD20", "MP01", "MP03", "MP04", "MP07"),
    "基建": ("MP01", "MP02", "MP04"),
    "信息": ("MP05",),
    "食堂": ("MD19", "MP07"),
    "教学": ("MD12", "MD13", "MD21"),
    "招生": ("MD12",),
    "德育": ("MD11", "PA03"),
    "安全": ("MD14",),
    "人事": ("MD07", "MD09", "MD10", "PA01", "PA02", "PA05"),
    "党建": ("MD01", "MD15", "PA04", "PA06"),
    "纪检": ("MD15", "PA07"),
}


def matters_of(portfolio: Iterable[str]) -> frozenset[str]:
    """The codes that a portfolio names, by code or by the words that it is written in."""
    found: set[str] = set()
    for text in portfolio:
        found |= {text} & _CODES
        for word, codes in _WORDS.items():
            if word in text:
                found.update(codes)
    return frozenset(found)
