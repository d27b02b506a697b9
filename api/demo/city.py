"""The city scale: 六安市, the city of the demo county, with as many schools as the city of the source documents.

Why 六安市: it has seven counties, 金寨县 among them, so that the demo county is one of them and its log-ins stay the same.
The figures are those of the city whose star ratings the source documents report: 2,211 schools, 1,764 public and 447
private. A city that is not that city bears them, so that nobody takes an invented school for a real one's record.

Townships are those of the statistical division codes of 2023 (see `places`); how many schools stand where, and where in
the county a township lies, is drawn by weight: more in streets and towns than in the country.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import NamedTuple

from api.demo.places import JINZHAI, District, Named, Plan, Township


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
        *("341502", "金安区", "三里桥街道", 116.53, 31.75, 356, 91),
        """001中市街道 002东市街道 003三里桥街道 004望城街道 005清水河街道 100木厂镇 101马头镇 102东桥镇 103张店镇 104毛坦厂镇
        105东河口镇 106双河镇 107施桥镇 108孙岗镇 109三十铺镇 110椿树镇 111城北镇 112中店镇 113先生店镇 201翁墩乡 202淠东乡
        204横塘岗乡""",
    ),
    _Sketch(
        *("341503", "裕安区", "鼓楼街道", 116.45, 31.74, 339, 86),
        """001鼓楼街道 002西市街道 003小华山街道 100苏埠镇 101韩摆渡镇 102新安镇 103顺河镇 104独山镇 105石婆店镇 106城南镇
        107丁集镇 108固镇镇 109徐集镇 110分路口镇 111江家店镇 200单王乡 201青山乡 202石板冲乡 203西河口乡 204平桥乡 205罗集乡
        206狮子岗乡""",
    ),
    _Sketch(
        *("341504", "叶集区", "史河街道", 115.92, 31.86, 100, 26),
        "001史河街道 002平岗街道 102三元镇 103洪集镇 104姚李镇 200孙岗乡",
    ),
    _Sketch(
        *("341522", "霍邱县", "城关镇", 116.27, 32.33, 412, 105),
        """100城关镇 101河口镇 102周集镇 103临水镇 104新店镇 105石店镇 106马店镇 107孟集镇 108花园镇 109扈胡镇 110长集镇
        113乌龙镇 114高塘镇 115龙潭镇 116岔路镇 117冯井镇 118众兴集镇 119夏店镇 120曹庙镇 123范桥镇 124潘集镇 126彭塔镇
        127宋店镇 128临淮岗镇 129冯瓴镇 201王截流乡 204城西湖乡 206三流乡 207邵岗乡 208白莲乡""",
    ),
    _Sketch(
        *("341523", "舒城县", "城关镇", 116.94, 31.46, 304, 77),
        """100城关镇 101晓天镇 102桃溪镇 103万佛湖镇 104千人桥镇 105百神庙镇 106杭埠镇 107舒茶镇 108南港镇 109干汊河镇
        110张母桥镇 111五显镇 112山七镇 113河棚镇 114汤池镇 200春秋乡 201柏林乡 202棠树乡 203阙店乡 204高峰乡 205庐镇乡""",
    ),
    _Sketch(
        *("341525", "霍山县", "衡山镇", 116.33, 31.39, 122, 31),
        """100衡山镇 101佛子岭镇 102下符桥镇 103但家庙镇 104与儿街镇 105黑石渡镇 106诸佛庵镇 107落儿岭镇 108磨子潭镇
        109大化坪镇 110漫水河镇 111上土市镇 112单龙寺镇 201东西溪乡 202太平畈乡 203太阳乡""",
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
        region=("340000", "341500", sketch.code),
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


LUAN_BUREAU = CityBureau(
    "341500",
    "六安市教育局",
    "市教育局",
    ("办公室", "组织人事科", "基础教育科", "教师工作科", "财务科", "督导办", "机关纪委"),
)
# The demo county first: its people are those of the county scale.
LUAN: tuple[Plan, ...] = (JINZHAI, *(_plan(order, sketch) for order, sketch in enumerate(_SKETCHES)))
