"""The city scale: 安澜市, the city of the demo county, with as many schools as the city of the source documents.

The demo county is one of its seven, so its log-ins stay the same. The figures are those of the city whose star ratings
the source documents report: 2,211 schools, 1,764 public and 447 private. An invented city bears them (ADR 0013).

How many schools stand where, and where in the county a township lies, is drawn by weight: more in streets and towns than
in the country.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import NamedTuple

from api.demo.divisions import CITY, PROVINCE
from api.demo.places import JINLAN, District, Named, Plan, Township


class _Sketch(NamedTuple):
    """A county in a few figures: seat, position, public and private schools, townships with their codes."""

    code: str
    name: str
    seat: str
    longitude: float
    latitude: float
    public: int
    private: int
    townships: str


_SKETCHES = (
    _Sketch(
        *("990102", "澜城区", "梧河街道", 124.53, 30.25, 356, 91),
        """001荷港街道 002竹岭街道 003梧河街道 004花墩街道 005东集街道 100石港镇 101龙桥镇 102枫港镇 103青口镇
        104石集镇 105石圩镇 106杏坪镇 107南铺镇 108枫集镇 109云塘镇 110北坪镇 111银塘镇 112榆河镇 113梨埠镇
        201北塘乡 202石冲乡 204北岗乡""",
    ),
    _Sketch(
        *("990103", "澜东区", "桂港街道", 124.45, 30.24, 339, 86),
        """001桂港街道 002黄渡街道 003荷岗街道 100榆渡镇 101平坪镇 102清店镇 103高塘镇 104平桥镇 105云岗镇 106东桥镇
        107红渡镇 108长溪镇 109西庙镇 110白埠镇 111云墩镇 200桂集乡 201龙泉乡 202云泉乡 203云口乡 204松港乡
        205花泉乡 206清泉乡""",
    ),
    _Sketch(
        *("990104", "望川区", "北店街道", 123.92, 30.36, 100, 26),
        "001北店街道 002平山街道 102长店镇 103荷湾镇 104槐墩镇 200竹溪乡",
    ),
    _Sketch(
        *("990122", "霁溪县", "城关镇", 124.27, 30.83, 412, 105),
        """100城关镇 101青铺镇 102长集镇 103杏集镇 104桃渡镇 105杏铺镇 106松河镇 107高铺镇 108竹山镇 109花塘镇
        110桃岭镇 113桂渡镇 114长墩镇 115花港镇 116枫埠镇 117西桥镇 118龙渡镇 119白坪镇 120高岭镇 123黄桥镇
        124西渡镇 126竹圩镇 127柳桥镇 128平渡镇 129梨塘镇 201龙山乡 204金港乡 206柏桥乡 207梧港乡 208石山乡""",
    ),
    _Sketch(
        *("990123", "松岭县", "城关镇", 124.94, 29.96, 304, 77),
        """100城关镇 101白圩镇 102红埠镇 103槐泉镇 104东岭镇 105青渡镇 106梧山镇 107桂店镇 108西埠镇 109北河镇
        110槐岗镇 111花桥镇 112红庙镇 113桂坪镇 114杏圩镇 200桂溪乡 201清山乡 202黄坪乡 203松湾乡 204西山乡
        205榆岭乡""",
    ),
    _Sketch(
        *("990125", "云屏县", "黄口镇", 124.33, 29.89, 122, 31),
        """100黄口镇 101杏泉镇 102杏口镇 103高埠镇 104北渡镇 105大铺镇 106北墩镇 107桃桥镇 108银铺镇 109榆桥镇
        110龙口镇 111金桥镇 112东墩镇 201云渡乡 202红塘乡 203清铺乡""",
    ),
)

_SECTIONS = ("办公室", "人事股", "教育股", "计财股", "督导室", "机关纪委")
_WEIGHTS: Mapping[str, float] = {"urban": 2.6, "town": 1.6, "rural": 1.0}

# Shares of public schools by type, the rest are kindergartens; most the seat can number by name (see `naming`).
_PRIMARY = 0.40
_MOST = {"kindergartens": 10, "primary": 11}
_PER_DISTRICT = 4


def _plan(order: int, sketch: _Sketch) -> Plan:
    districts = tuple(_districts(sketch))
    return Plan(
        region=(PROVINCE.code, CITY.code, sketch.code),
        county=sketch.name,
        bureau=f"{sketch.name}教育局",
        bureau_short=f"{sketch.name[-1]}教育局",
        seat=sketch.seat,
        sections=_SECTIONS,
        districts=districts,
        schools=sketch.public + sketch.private,
        serials=100_000 + order * 20_000,
        many_names=True,
    )


def _districts(sketch: _Sketch) -> Iterator[District]:
    townships = _townships(sketch)
    for start in range(0, len(townships), _PER_DISTRICT):
        group = townships[start : start + _PER_DISTRICT]
        yield District(f"{group[0].stem}学区", group[0].stem, tuple(group))
    yield District("直属学校", "直属", (), tuple(_named(sketch)))


def _named(sketch: _Sketch) -> Iterator[Named]:
    """The schools of a county that everyone knows by name: six public, four private."""
    name, seat = sketch.name, sketch.seat
    yield Named(f"{name}第一中学", f"{name[:-1]}一中", "senior_secondary", seat, scale=1.8)
    yield Named(f"{name}第二中学", f"{name[:-1]}二中", "senior_secondary", seat)
    yield Named(f"{name}第三中学", f"{name[:-1]}三中", "complete_secondary", seat)
    yield Named(f"{name}职业技术学校", "职业学校", "vocational", seat)
    yield Named(f"{name}特殊教育学校", "特教学校", "special", seat)
    yield Named(f"{name}直属机关幼儿园", "机关幼儿园", "kindergarten", seat, scale=1.2)
    yield Named(f"{name}育才高级中学", "育才高中", "senior_secondary", seat, "private", 0.6)
    yield Named(f"{name}立人中学", "立人中学", "complete_secondary", seat, "private", 0.7)
    yield Named(f"{name}明德实验学校", "明德学校", "nine_year", seat, "private")
    yield Named(f"{name}新城外国语小学", "新城小学", "primary", seat, "private")


def _townships(sketch: _Sketch) -> list[Township]:
    places = [(word[:3], word[3:]) for word in sketch.townships.split()]
    areas = [_area(sketch, name) for _, name in places]
    weights = [_WEIGHTS[area] for area in areas]
    public = sketch.public - 6
    seat = [name for _, name in places].index(sketch.seat)
    nine_year = [int(area == "rural") for area in areas]
    junior = [1 - one for one in nine_year]
    primary = _within(_spread(round(public * _PRIMARY), weights), seat, _MOST["primary"])
    rest = public - sum(junior) - sum(nine_year) - sum(primary)
    kindergartens = _within(_spread(rest, weights), seat, _MOST["kindergartens"])
    private = _spread(sketch.private - 4, weights)
    return [
        Township(
            sketch.code + code,
            name,
            round(sketch.longitude + _offset(index, 0.9), 2),
            round(sketch.latitude + _offset(index, 2.3), 2),
            areas[index],
            kindergartens[index],
            private[index],
            primary[index],
            nine_year[index],
            junior[index],
        )
        for index, (code, name) in enumerate(places)
    ]


def _area(sketch: _Sketch, name: str) -> str:
    if name == sketch.seat or name.endswith("街道"):
        return "urban"
    return "town" if name.endswith("镇") else "rural"


def _spread(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole numbers by weight, at least one for each; what rounding leaves goes to the heaviest first."""
    return _added([1] * len(weights), total - len(weights), weights)


def _added(counts: Sequence[int], more: int, weights: Sequence[float]) -> list[int]:
    whole = sum(weights)
    shares = [floor(max(more, 0) * weight / whole) for weight in weights]
    left = max(more, 0) - sum(shares)
    order = sorted(range(len(weights)), key=lambda index: (-weights[index], index))
    for index in order[:left]:
        shares[index] += 1
    return [count + share for count, share in zip(counts, shares, strict=True)]


def _within(counts: list[int], place: int, most: int) -> list[int]:
    """No more than `most` at one place; the rest goes to the others in turn."""
    over = max(counts[place] - most, 0)
    others = [index for index in range(len(counts)) if index != place]
    result = list(counts)
    result[place] -= over
    for number in range(over):
        result[others[number % len(others)]] += 1
    return result


def _offset(index: int, phase: float) -> float:
    """A place around the seat: the same for a township each time, different for neighbours in the list."""
    return ((index * 0.618 + phase) % 1 - 0.5) * 0.5


class CityBureau(NamedTuple):
    """The bureau of a city, above those of its counties."""

    code: str
    name: str
    short_name: str
    sections: tuple[str, ...]


ANLAN_BUREAU = CityBureau(
    CITY.code,
    f"{CITY.name}教育局",
    "市教育局",
    ("办公室", "组织人事科", "基础教育科", "教师工作科", "财务科", "督导办", "机关纪委"),
)
# The demo county first: its people are those of the county scale.
ANLAN: tuple[Plan, ...] = (JINLAN, *(_plan(order, sketch) for order, sketch in enumerate(_SKETCHES)))
