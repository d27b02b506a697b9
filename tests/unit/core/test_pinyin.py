"""Pinyin of names."""

import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from api.core import pinyin
from api.demo import naming
from api.organizations.data.divisions import shipped


@pytest.mark.parametrize(
    ("name", "key", "initials"),
    [
        ("石桥铺小学", "shi qiao pu xiao xue", "sqpxx"),
        ("重庆路小学", "chong qing lu xiao xue", "cqlxx"),
        ("101中学", "101 zhong xue", "1zx"),
    ],
)
def test_a_name_has_a_sort_key_and_initials(name: str, key: str, initials: str) -> None:
    assert pinyin.sort_key(name) == key
    assert pinyin.initials(name) == initials


def test_names_sort_by_sound() -> None:
    assert sorted(["中心小学", "安乐小学", "石桥小学"], key=pinyin.sort_key) == ["安乐小学", "石桥小学", "中心小学"]


class TestAsTheLibraryReads:
    """Names are cut into words here, and by the library; both must read every name alike."""

    def test_every_division_of_the_country(self) -> None:
        names = {division.name for division in shipped()}
        assert len(names) > 2_500
        assert _differing(sorted(names)) == []

    def test_every_name_of_the_demo(self) -> None:
        places = [*naming._VILLAGES.split(), *naming._PRIVATE.split()]
        kinds = ("小学", "中心小学", "第一幼儿园", "九年一贯制学校", "高级中学（南校区）", "Primary School 2")
        assert _differing([f"{place}镇{place}{kind}" for place in places for kind in kinds]) == []

    def test_phrases_cut_off_run_together_and_mixed_with_other_characters(self) -> None:
        rng = random.Random(1)  # noqa: S311 (the same texts each time)
        phrases, characters = sorted(PHRASES_DICT), [chr(code) for code in sorted(PINYIN_DICT)]
        pieces = [*rng.sample(phrases, 3_000), *rng.sample(characters, 1_000), *"ABc 1(（\n。"]
        pieces += [phrase[:-1] for phrase in rng.sample(phrases, 1_000)]
        texts = ["".join(rng.choices(pieces, k=rng.randint(1, 5))) for _ in range(5_000)]
        assert _differing(["", *texts]) == []


def _differing(texts: list[str]) -> list[str]:
    """Texts that are not read as the library reads them."""
    return [text for text in texts if pinyin.syllables(text) != tuple(part.lower() for part in lazy_pinyin(text))]
