"""Pinyin of names."""

import pytest

from api.core import pinyin


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
