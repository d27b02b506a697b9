"""What schools are called: by township, village or number, as the schools of a county really are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from api.demo.places import Plan, Township

_NUMBERS = "一二三四五六七八九十"

_VILLAGES = """
    龙湾 石桥 松坪 竹园 银杏 映山 桂花 茶山 双坪 杨冲 罗畈 黄湾 响石 青峰 柳河 沙堰 新桥 板栗 柳坪 枫树 云峰 朝阳
    红旗 前畈 后冲 大塘 小河 金桥 油榨 祠堂 枣林 荷塘 白果 高岭 横岭 牛角 马鞍 王湾 李冲 陈冲 汪畈 周湾 胡店 熊店
    余山 徐冲 吴湾 洪冲 黄林 古塘 五桂 七里 八斗 九坡 十里 楼房 瓦屋 茅坪 土门 铜锣 铁炉 银山 金水 泉水 温泉 清河
    泉河 楸树 皂河 麻园 东冲 西莲 南庄 北坳 中畈 上楼 下湾 长源 古城 仙花 帽顶 抱儿 佛堂 前进 光明 团结 胜利 永佛
    白云 皮坊 船板 姜湾 椿树 大埠 斗林 岔路 汪岭 万冲 竹根 南湾 石寨 东高 西河 莲花 水坪 檀树 乌鸡 双石
"""

_PRIVATE = """
    小太阳 金摇篮 启明星 蓝天 童乐 春蕾 小天使 育红 星星 未来星 阳光 博雅 贝贝 新苗 向日葵 七彩 晨光
    爱心 智慧树 快乐园 蒲公英 小燕子 金色童年 红黄蓝 花果山 大拇指 百灵鸟
"""

# Further names, put together, for counties with more villages.
_FAMILIES = "张王李赵刘杨周吴徐孙朱高林何郭马罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
_LANDFORMS = "岗店庄圩集塘畈湾"
_WISHES = "阳光 蓝天 七彩 快乐 智慧 未来 童心 希望 晨星 金色 育英 启航"
_THINGS = "宝贝 之星 摇篮 乐园 花园 城堡 田园 森林 童年 起点"

# A name that does not fit on one line of a table: lists must wrap it, never cut it off.
_LONG = {"花坪乡": "锦岚县花坪乡云峰村革命老区九年一贯制寄宿制学校"}


@dataclass(frozen=True, slots=True)
class Name:
    """A school's full and short name, the village it stands in (None: at the seat) and what it was called before."""

    full: str
    short: str
    village: str | None = None
    former: tuple[str, ...] = ()


class Namer:
    """Gives every school of a county its name; no village and no private name is used twice."""

    def __init__(self, plan: Plan, rng: Random) -> None:
        self._plan = plan
        villages, private = _VILLAGES, _PRIVATE
        if plan.many_names:
            villages += " ".join(_combined(_FAMILIES, _LANDFORMS, villages.split()))
            private += " ".join(_combined(_WISHES.split(), _THINGS.split(), private.split()))
        self._villages = iter(_shuffled(villages, rng))
        self._private = iter(_shuffled(private, rng))

    def kindergartens(self, township: Township) -> Iterator[Name]:
        """Public kindergartens: numbered at the county seat, else the central one and those of villages."""
        if township.name == self._plan.seat:
            for number in _NUMBERS[: township.kindergartens]:
                yield Name(f"{self._plan.county}第{number}幼儿园", f"{number}幼")
            return
        yield from self._central(township, "中心幼儿园", "幼儿园", township.kindergartens)

    def private_kindergartens(self, township: Township) -> Iterator[Name]:
        """Private kindergartens, each with the name its founder liked."""
        for _ in range(township.private_kindergartens):
            name = next(self._private)
            yield Name(f"{self._plan.county}{township.name}{name}幼儿园", f"{name}幼儿园")

    def primary(self, township: Township) -> Iterator[Name]:
        """Primary schools: central, then numbered at the seat; else central and villages, with the merged ones."""
        if township.name != self._plan.seat:
            yield from self._central(township, "中心小学", "小学", township.primary)
            return
        yield self._merged(township, f"{township.name}中心小学", f"{township.stem}中心小学", 2)
        for number in _NUMBERS[: township.primary - 1]:
            yield Name(f"{self._plan.county}第{number}小学", f"{number}小")

    def nine_year(self, township: Township) -> Iterator[Name]:
        """The nine-year school of a township; small village schools were merged into it."""
        for _ in range(township.nine_year):
            short = f"{township.stem}学校"
            name = self._merged(township, f"{township.name}九年一贯制学校", short, 2)
            yield Name(_LONG.get(township.name, name.full), short, None, name.former)

    def junior(self, township: Township) -> Iterator[Name]:
        """Junior secondary schools: the township's own, further ones numbered."""
        county = self._plan.county
        yield from (
            Name(f"{county}{township.name}初级中学", f"{township.stem}初中")
            if index == 0
            else Name(f"{county}第{_NUMBERS[index + 3]}初级中学", f"{county[:-1]}{_NUMBERS[index + 3]}初")
            for index in range(township.junior)
        )

    def _central(self, township: Township, central: str, village: str, count: int) -> Iterator[Name]:
        for index in range(count):
            if index == 0:
                merged = 1 if central.endswith("小学") else 0
                yield self._merged(township, f"{township.name}{central}", f"{township.stem}{central}", merged)
                continue
            place = next(self._villages)
            full = f"{self._plan.county}{township.name}{place}{village}"
            yield Name(full, f"{place}{village}", place)

    def _merged(self, township: Township, name: str, short: str, count: int) -> Name:
        former = (f"{self._plan.county}{township.name}{next(self._villages)}村小学" for _ in range(count))
        return Name(f"{self._plan.county}{name}", short, None, tuple(former))


def _combined(first: Iterable[str], second: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Every pair that is not taken already."""
    known, last = set(taken), list(second)
    return [one + other for one in first for other in last if one + other not in known]


def _shuffled(words: str, rng: Random) -> list[str]:
    pool = words.split()
    rng.shuffle(pool)
    return pool
