"""How alike two texts are, and finding pairs of texts that are, without comparing each with each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeVar

K = TypeVar("K")
_NOISE = re.compile(r"\d+[年月日号时分]?|[\s，。、；：,.;:（）()《》“”\"-]+")
_LENGTH = 4


def shingles(text: str) -> frozenset[str]:
    """The runs of four characters of a text, without digits, blanks and punctuation: dates and numbers differ anyway."""
    plain = _NOISE.sub("", text)
    if len(plain) <= _LENGTH:
        return frozenset({plain} if plain else ())
    return frozenset(plain[at : at + _LENGTH] for at in range(len(plain) - _LENGTH + 1))


def _percent(mine: frozenset[str], theirs: frozenset[str]) -> int:
    """Shared runs of the longer text, in whole percent, rounded down."""
    return 100 * len(mine & theirs) // max(len(mine), len(theirs), 1)


def shared_percent(mine: str, theirs: str) -> int:
    """How many percent of two texts are the same."""
    return _percent(shingles(mine), shingles(theirs))


def alike(texts: Mapping[K, str], percent: int) -> Iterator[tuple[K, K, int]]:
    """Pairs of texts that share at least so many percent, each pair once, in the order given.

    Two sets of which the larger has n runs and that share at least p % of them have a run in common among the first
    n - ⌈p·n⌉ + 1 of the rarest-first order: only those are indexed (prefix filtering).
    """
    sets = {key: shingles(text) for key, text in texts.items()}
    common = Counter(chain.from_iterable(sets.values()))
    seen: dict[str, list[K]] = defaultdict(list)
    for key, runs in sets.items():
        rarest_first = sorted(runs, key=lambda run: (common[run], run))
        prefix = rarest_first[: len(runs) - len(runs) * percent // 100 + 1]
        candidates = dict.fromkeys(other for run in prefix for other in seen[run])
        for other in candidates:
            likeness = _percent(runs, sets[other])
            if likeness >= percent:
                yield other, key, likeness
        for run in prefix:
            seen[run].append(key)
