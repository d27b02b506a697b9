"""Pinyin of names: the sort key of lists and the initials people type (重庆 → chong qing, cq).

The library's phrase tables cost about 55 MB and a quarter of a second; they are loaded at the first name that a
process writes, so that a process that only reads stays small (docs/adr/0002).
"""

import os
from functools import lru_cache


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """Toneless syllables of the Chinese characters of `text`; runs of other characters stay as they are."""
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 (see the module's docstring)

    return tuple(part.lower() for part in lazy_pinyin(text))


def sort_key(text: str, limit: int = 200) -> str:
    """A string whose plain byte order is pinyin order, same first syllables together."""
    return " ".join(syllables(text))[:limit]


def initials(text: str) -> str:
    """First letters: 石桥铺小学 → sqpxx."""
    return "".join(part[0] for part in syllables(text) if part and part[0].isalnum())
