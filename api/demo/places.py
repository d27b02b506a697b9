"""The scales of the demo as data: which county, its bureau, its school districts, its townships and their schools.

Townships are those of the statistical division codes of 2023, as in china-division 2.7.0 (MIT); positions are
approximate, to about 0.05 degrees. How many schools stand where is invented.
A city of several counties is in `city`; the scales are put together in `loader`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


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
    """One county: real region codes, its bureau with sections 股室, its districts, the figures it must add up to.

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
_MEISHAN = District(
    "梅山学区",
    "梅山",
    (Township("341524100", "梅山镇", 115.93, 31.72, "urban", 8, 11, 8, 1, 2),),
    (
        Named("金寨县梅山镇新城小学", "新城小学", "primary", "梅山镇", "private"),
        Named("金寨县明德实验学校", "明德实验学校", "nine_year", "梅山镇", "private", 1.6),
        Named("金寨县立人中学", "立人中学", "complete_secondary", "梅山镇", "private", 0.8),
    ),
)
_BAITAFAN = District(
    "白塔畈学区",
    "白塔畈",
    (
        Township("341524111", "白塔畈镇", 116.00, 31.82, "town", 4, 3, 3, 0, 1),
        Township("341524211", "全军乡", 115.74, 31.79, "rural", 2, 0, 0, 1, 0),
    ),
)
_GUBEI = District(
    "古碑学区",
    "古碑",
    (
        Township("341524105", "古碑镇", 115.78, 31.55, "town", 4, 2, 2, 0, 1),
        Township("341524204", "槐树湾乡", 115.85, 31.63, "rural", 2, 1, 1, 1, 0),
        Township("341524207", "桃岭乡", 115.73, 31.64, "rural", 2, 0, 0, 1, 0),
    ),
)
_NANXI = District(
    "南溪学区",
    "南溪",
    (
        Township("341524109", "南溪镇", 115.60, 31.62, "town", 4, 3, 4, 0, 1),
        Township("341524110", "双河镇", 115.67, 31.72, "town", 3, 1, 2, 0, 1),
        Township("341524214", "铁冲乡", 115.61, 31.70, "rural", 2, 0, 1, 1, 0),
    ),
    (Named("金寨县南溪中学", "南溪中学", "complete_secondary", "南溪镇"),),
)
_TANGJIAHUI = District(
    "汤家汇学区",
    "汤家汇",
    (
        Township("341524108", "汤家汇镇", 115.51, 31.62, "town", 3, 1, 2, 0, 1),
        Township("341524107", "斑竹园镇", 115.52, 31.46, "town", 3, 1, 2, 0, 1),
        Township("341524106", "吴家店镇", 115.59, 31.35, "town", 3, 1, 2, 0, 1),
        Township("341524208", "果子园乡", 115.49, 31.54, "rural", 1, 0, 0, 1, 0),
        Township("341524206", "沙河乡", 115.57, 31.50, "rural", 2, 0, 1, 1, 0),
        Township("341524209", "关庙乡", 115.56, 31.55, "rural", 1, 0, 0, 1, 0),
    ),
)
_MABU = District(
    "麻埠学区",
    "麻埠",
    (
        Township("341524101", "麻埠镇", 116.10, 31.52, "town", 2, 0, 1, 1, 0),
        Township("341524102", "青山镇", 116.05, 31.47, "town", 3, 1, 2, 0, 1),
        Township("341524202", "油坊店乡", 116.00, 31.58, "rural", 2, 0, 1, 1, 0),
        Township("341524112", "流波䃥镇", 116.03, 31.39, "town", 2, 1, 1, 0, 1),
    ),
)
_YANZIHE = District(
    "燕子河学区",
    "燕子河",
    (
        Township("341524103", "燕子河镇", 115.98, 31.28, "town", 3, 1, 2, 0, 1),
        Township("341524104", "天堂寨镇", 115.76, 31.17, "town", 2, 0, 1, 1, 0),
        Township("341524203", "长岭乡", 115.88, 31.36, "rural", 2, 0, 1, 1, 0),
        Township("341524205", "花石乡", 115.79, 31.42, "rural", 1, 0, 0, 1, 0),
    ),
)
_DIRECT = District(
    "职教与直属",
    "直属",
    named=(
        Named("金寨县第一中学", "金寨一中", "senior_secondary", "梅山镇", scale=2.2),
        Named("金寨县第二中学", "金寨二中", "senior_secondary", "梅山镇"),
        Named("金寨县第三中学", "金寨三中", "complete_secondary", "梅山镇", scale=1.2),
        Named("金寨县梅山高级中学", "梅山高中", "senior_secondary", "梅山镇", scale=0.8),
        Named("金寨县育才高级中学", "育才高中", "senior_secondary", "梅山镇", "private", 0.6),
        Named("金寨县职业技术教育中心", "职教中心", "vocational", "梅山镇"),
        Named("金寨县特殊教育学校", "特教学校", "special", "梅山镇"),
        Named("金寨县直属机关幼儿园", "机关幼儿园", "kindergarten", "梅山镇", scale=1.3),
    ),
)

JINZHAI = Plan(
    region=("340000", "341500", "341524"),
    county="金寨县",
    bureau="金寨县教育局",
    bureau_short="县教育局",
    seat="梅山镇",
    sections=("办公室", "人事股", "教育股", "教师股", "计财股", "督导办", "机关纪委", "安全股"),
    districts=(_MEISHAN, _BAITAFAN, _GUBEI, _NANXI, _TANGJIAHUI, _MABU, _YANZIHE, _DIRECT),
    schools=162,
)
