"""Pinyin of names: the sort key of lists and the initials people type (重庆 → chong qing, cq).

The library's phrase tables cost about 55 MB and a quarter of a second; they are loaded at the first name that a
process writes, so that a process that only reads stays small (docs/adr/0002). Its words and readings are taken from
there as they are; cutting a name into words is done here, twenty times as fast, for an import writes 100,000 names.
"""

import os
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

_LONGEST_KEY = 200


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """Toneless syllables of the Chinese characters of `text`; runs of other characters stay as they are."""
    reader, found = _reader(), list[str]()
    for number, run in enumerate(reader.runs(text)):  # what stands between Chinese runs stays as it is
        if number % 2:
            found += reader.read(run)
        elif run:
            found.append(run.lower())
    return tuple(found)


def sort_key(text: str) -> str:
    """A string whose plain byte order is pinyin order, same first syllables together; of 200 characters at most."""
    return spoken(text)[0]


def initials(text: str) -> str:
    """First letters: 石桥铺小学 → sqpxx."""
    return spoken(text)[1]


def spoken(text: str) -> tuple[str, str]:
    """The sort key and the initials: who wants both asks once."""
    reader = _reader()
    parts, letters, chinese = list[str](), "", True
    for run in reader.runs(text):
        chinese = not chinese  # as in `syllables`
        if chinese:
            part, first = reader.spoken(run)
        elif run:
            part = run.lower()
            first = part[0] if part[0].isalnum() else ""
        else:
            continue
        parts.append(part)
        letters += first
    return " ".join(parts)[:_LONGEST_KEY], letters


@cache
def _reader() -> "_Reader":
    return _Reader()


class _Reader:
    """The library's words and readings, arranged for looking them up.

    Cut by forward maximum matching (正向最大匹配), as the library does: the longest phrase that begins here, else one
    character. What begins no phrase, which is most of a name, costs one look-up.
    """

    def __init__(self) -> None:
        os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
        from pypinyin import lazy_pinyin  # noqa: PLC0415 (see the module's docstring)
        from pypinyin.constants import PHRASES_DICT, RE_HANS  # noqa: PLC0415
        from pypinyin.seg.mmseg import p_set  # noqa: PLC0415

        self._library = lazy_pinyin
        self._readings: dict[str, tuple[str, ...]] = {}
        self.runs: Callable[[str], list[str]] = re.compile(f"({RE_HANS.pattern[1:-1]})").split  # without ^ and $
        self._phrases, self._beginnings = PHRASES_DICT, p_set
        self._lengths = _lengths(PHRASES_DICT)
        self.spoken = lru_cache(maxsize=4096)(self._spoken)  # names share many runs

    def _spoken(self, run: str) -> tuple[str, str]:
        """A run of Chinese characters as `spoken` has a text."""
        found = self.read(run)
        return " ".join(found), "".join([part[0] for part in found if part[0].isalnum()])

    def read(self, run: str) -> list[str]:
        """The syllables of a run of Chinese characters."""
        found: list[str] = []
        start, end = 0, len(run)
        while start < end:
            lengths = self._lengths.get(run[start : start + 2])
            stop = start + 1 if lengths is None else self._match(run, start, lengths)
            word = run[start:stop]
            found += self._readings.get(word) or self._reading(word)
            start += len(word)
        return found

    def _match(self, run: str, start: int, lengths: tuple[int, ...]) -> int:
        """Where the longest phrase from `start` ends; behind one character where there is none."""
        for length in lengths:
            if run[start : start + length] in self._phrases:
                return start + length
        # A rest that begins a phrase and does not end one is read character by character: the library looks no further.
        return len(run) if run[start:] in self._beginnings else start + 1

    def _reading(self, word: str) -> tuple[str, ...]:
        """The syllables of a word or character; kept, for there are not more of them than the tables hold."""
        reading = self._readings[word] = tuple(part.lower() for part in self._library(word))
        return reading


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the phrases are that begin with two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[:2], set()).add(len(phrase))
    kept: dict[frozenset[int], tuple[int, ...]] = {}  # a few hundred tuples for 40,000 beginnings
    return {
        pair: kept.setdefault(frozenset(lengths), tuple(sorted(lengths, reverse=True)))
        for pair, lengths in found.items()
    }
