"""The scales of the demo as data: which county, its bureau, its school districts, its townships and their schools.

All of it is invented (ADR 0013), in the size and make-up of a real county. The positions lie out at sea, where no
school is.
A city of several counties is in `city`; the scales are put together in `loader`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from api.demo.divisions import CITY, PROVINCE


class Township(NamedTuple):
    """A township and how many schools of each kind stand in it."""

    code: str
    name: str
    longitude: float
    latitude: float
    area: str
    kindergartens: int
    private_kindergartens: int
    primary: int
    nine_year: int
    junior: int

    @property
    def stem(self) -> str:
        """The name without 镇, 乡 or 街道, as schools are called in daily life."""
        return self.name.removesuffix("街道") if self.name.endswith("街道") else self.name[:-1]


class Named(NamedTuple):
    """A school known by its own name. `scale` multiplies its size against others of its type."""

    name: str
    short_name: str
    type: str
    township: str
    ownership: str = "public"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class District:
    """A school district 学区 with its townships and the schools that stand under their own names."""

    name: str
    short_name: str
    townships: tuple[Township, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One county: its region codes, its bureau with sections 股室, its districts, the figures it must add up to.

    `serials`: where the serial numbers of its school codes begin, when not by its region code. `many_names`: it needs more
    villages and founders' names than one county of middling size.
    """

    region: tuple[str, str, str]
    county: str
    bureau: str
    bureau_short: str
    seat: str
    sections: tuple[str, ...]
    districts: tuple[District, ...]
    schools: int
    serials: int | None = None
    many_names: bool = False

    @property
    def code(self) -> str:
        """The county's GB/T 2260 code."""
        return self.region[-1]

    @property
    def townships(self) -> Mapping[str, Township]:
        """All townships by name."""
        return {township.name: township for district in self.districts for township in district.townships}


# Township columns after the position: area, kindergartens public and private, primary, nine-year, junior.
_MEILING = District(
    "梅岭学区",
    "梅岭",
    (Township("990124100", "梅岭镇", 123.93, 30.22, "urban", 8, 11, 8, 1, 2),),
    (
        Named("锦岚县梅岭镇新城小学", "新城小学", "primary", "梅岭镇", "private"),
        Named("锦岚县明德实验学校", "明德实验学校", "nine_year", "梅岭镇", "private", 1.6),
        Named("锦岚县立人中学", "立人中学", "complete_secondary", "梅岭镇", "private", 0.8),
    ),
)
_BAISHIFAN = District(
    "白石畈学区",
    "白石畈",
    (
        Township("990124111", "白石畈镇", 124.00, 30.32, "town", 4, 3, 3, 0, 1),
        Township("990124211", "前坪乡", 123.74, 30.29, "rural", 2, 0, 0, 1, 0),
    ),
)
_GUQUAN = District(
    "古泉学区",
    "古泉",
    (
        Township("990124105", "古泉镇", 123.78, 30.05, "town", 4, 2, 2, 0, 1),
        Township("990124204", "枫树湾乡", 123.85, 30.13, "rural", 2, 1, 1, 1, 0),
        Township("990124207", "桐岭乡", 123.73, 30.14, "rural", 2, 0, 0, 1, 0),
    ),
)
_NANPU = District(
    "南浦学区",
    "南浦",
    (
        Township("990124109", "南浦镇", 123.60, 30.12, "town", 4, 3, 4, 0, 1),
        Township("990124110", "双溪镇", 123.67, 30.22, "town", 3, 1, 2, 0, 1),
        Township("990124214", "竹冲乡", 123.61, 30.20, "rural", 2, 0, 1, 1, 0),
    ),
    (Named("锦岚县南浦中学", "南浦中学", "complete_secondary", "南浦镇"),),
)
_TAOJIADU = District(
    "陶家渡学区",
    "陶家渡",
    (
        Township("990124108", "陶家渡镇", 123.51, 30.12, "town", 3, 1, 2, 0, 1),
        Township("990124107", "紫竹园镇", 123.52, 29.96, "town", 3, 1, 2, 0, 1),
        Township("990124106", "余家店镇", 123.59, 29.85, "town", 3, 1, 2, 0, 1),
        Township("990124208", "橘子园乡", 123.49, 30.04, "rural", 1, 0, 0, 1, 0),
        Township("990124206", "沙溪乡", 123.57, 30.00, "rural", 2, 0, 1, 1, 0),
        Township("990124209", "石关乡", 123.56, 30.05, "rural", 1, 0, 0, 1, 0),
    ),
)
_MADU = District(
    "马渡学区",
    "马渡",
    (
        Township("990124101", "马渡镇", 124.10, 30.02, "town", 2, 0, 1, 1, 0),
        Township("990124102", "青屏镇", 124.05, 29.97, "town", 3, 1, 2, 0, 1),
        Township("990124202", "酒坊店乡", 124.00, 30.08, "rural", 2, 0, 1, 1, 0),
        Township("990124112", "流云㘭镇", 124.03, 29.89, "town", 2, 1, 1, 0, 1),
    ),
)
_YANZIHE = District(
    "雁子河学区",
    "雁子河",
    (
        Township("990124103", "雁子河镇", 123.98, 29.78, "town", 3, 1, 2, 0, 1),
        Township("990124104", "天台寨镇", 123.76, 29.67, "town", 2, 0, 1, 1, 0),
        Township("990124203", "长坪乡", 123.88, 29.86, "rural", 2, 0, 1, 1, 0),
        Township("990124205", "花坪乡", 123.79, 29.92, "rural", 1, 0, 0, 1, 0),
    ),
)
_DIRECT = District(
    "职教与直属",
    "直属",
    named=(
        Named("锦岚县第一中学", "锦岚一中", "senior_secondary", "梅岭镇", scale=2.2),
        Named("锦岚县第二中学", "锦岚二中", "senior_secondary", "梅岭镇"),
        Named("锦岚县第三中学", "锦岚三中", "complete_secondary", "梅岭镇", scale=1.2),
        Named("锦岚县梅岭高级中学", "梅岭高中", "senior_secondary", "梅岭镇", scale=0.8),
        Named("锦岚县育才高级中学", "育才高中", "senior_secondary", "梅岭镇", "private", 0.6),
        Named("锦岚县职业技术教育中心", "职教中心", "vocational", "梅岭镇"),
        Named("锦岚县特殊教育学校", "特教学校", "special", "梅岭镇"),
        Named("锦岚县直属机关幼儿园", "机关幼儿园", "kindergarten", "梅岭镇", scale=1.3),
    ),
)

JINLAN = Plan(
    region=(PROVINCE.code, CITY.code, "990124"),
    county="锦岚县",
    bureau="锦岚县教育局",
    bureau_short="县教育局",
    seat="梅岭镇",
    sections=("办公室", "人事股", "教育股", "教师股", "计财股", "督导办", "机关纪委", "安全股"),
    districts=(_MEILING, _BAISHIFAN, _GUQUAN, _NANPU, _TAOJIADU, _MADU, _YANZIHE, _DIRECT),
    schools=162,
)
