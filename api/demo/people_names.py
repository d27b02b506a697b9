"""What people are called, and numbers of nobody. Every name is invented; a namesake in real life is chance."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from api.people.rules import resident_check

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = """
    建国 志强 国庆 明华 文军 德胜 光明 永福 家宝 成林 立新 卫东 红梅 秀英 桂兰 玉珍 春燕 丽华 晓红 海燕 雪梅 翠萍
    文静 婷婷 佳慧 思雨 雅琴 欣怡 梦洁 子涵 浩然 俊杰 宇航 博文 志远 一鸣 天佑 晨曦 静怡 诗涵 若曦 淑芬 爱萍 金凤
    敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 玲 辉 鹏 华 飞 慧 巧云 守义 传明 世荣 道先 本仁 学良
    治国 兴旺 先锋 宗保 少华 克勤 景行 怀远 润生 培元 长青 如玉 芳菲 书琴 云霞 清扬 润泽 向阳 大勇 传芳 运来
"""


def names(rng: Random) -> Iterator[str]:
    """Names without end; common surnames come more often, namesakes happen."""
    given = _GIVEN.split()
    weights = [len(_SURNAMES) - rank for rank in range(len(_SURNAMES))]
    while True:
        yield rng.choices(_SURNAMES, weights)[0] + rng.choice(given)


def numbers(rng: Random, area: str = "00") -> Iterator[str]:
    """Identity numbers that are valid by their form and nobody's: 9999 is no region. No two are alike.

    `area`: two digits, of its own for each county of a city, so that none has a number of another.
    """
    given: set[str] = set()
    while True:
        birthday = date(1966, 1, 1) + timedelta(days=rng.randrange(32 * 365))
        body = f"9999{area}{birthday:%Y%m%d}{rng.randrange(1000):03d}"
        if body not in given:
            given.add(body)
            yield body + resident_check(body)
