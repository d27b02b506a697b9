"""The words for what stands in tables, Chinese and English: the same on the way out and on the way in."""

from collections.abc import Mapping
from typing import Any

from api.core.tabular import Words

WORDS: Mapping[str, Mapping[Any, Words]] = {
    "type": {
        "kindergarten": ("幼儿园", "Kindergarten"),
        "primary": ("小学", "Primary school"),
        "junior_secondary": ("初级中学", "Junior secondary school"),
        "nine_year": ("九年一贯制学校", "Nine-year school"),
        "senior_secondary": ("高级中学", "Senior secondary school"),
        "complete_secondary": ("完全中学", "Complete secondary school"),
        "vocational": ("中等职业学校", "Vocational school"),
        "special": ("特殊教育学校", "Special school"),
    },
    "stage": {
        "preschool": ("学前", "Preschool"),
        "primary": ("小学", "Primary"),
        "junior": ("初中", "Junior secondary"),
        "senior": ("高中", "Senior secondary"),
    },
    "ownership": {"public": ("公办", "Public"), "private": ("民办", "Private")},
    "boarding": {True: ("寄宿", "Boarding"), False: ("不寄宿", "Day")},
    "canteen": {
        "none": ("无", "None"),
        "self_run": ("自营", "Run by the school"),
        "contracted": ("承包", "Contracted"),
        "delivered": ("配送", "Delivered meals"),
    },
    "area": {"urban": ("城区", "Urban"), "town": ("镇区", "Town"), "rural": ("乡村", "Rural")},
    "party_organization": {
        "none": ("无", "None"),
        "joint_branch": ("联合党支部", "Joint branch"),
        "branch": ("党支部", "Branch"),
        "general_branch": ("党总支", "General branch"),
        "committee": ("党委", "Committee"),
    },
    "party_coverage": {
        "independent": ("单独组建", "Own organization"),
        "joint": ("联合组建", "Joint organization"),
        "dispatched": ("选派指导员", "Instructor sent"),
        "none": ("未覆盖", "Not covered"),
    },
    "status": {
        "operating": ("在办", "Operating"),
        "suspended": ("停办", "Suspended"),
        "closed": ("撤销", "Closed"),
    },
    "kind": {
        "province": ("省级", "Province"),
        "city": ("市级", "City"),
        "county": ("县级", "County"),
        "bureau": ("教育局", "Bureau"),
        "section": ("股室", "Section"),
        "district": ("学区", "District"),
        "school": ("学校", "School"),
    },
}

# Further words that such cells are written with; on the way in only.
ALIASES: Mapping[str, Mapping[Any, tuple[str, ...]]] = {
    "type": {
        "kindergarten": ("幼教", "幼儿园(所)", "学前教育"),
        "primary": ("完全小学", "完小", "中心小学", "教学点", "小学教学点"),
        "junior_secondary": ("初中", "初级中学校", "Junior"),
        "nine_year": ("九年一贯制", "九年制学校", "九年一贯", "九年义务教育学校"),
        "senior_secondary": ("高中", "普通高中", "高级中学校"),
        "complete_secondary": ("完中", "普通完全中学", "完全中学校"),
        "vocational": ("中职", "职业高中", "职高", "中等职业教育学校", "职业中学", "中专"),
        "special": ("特教", "特殊教育", "特校"),
    },
    "ownership": {
        "public": ("公立", "公", "教育部门", "教育部门办", "地方公办", "Government", "State"),
        "private": ("私立", "民", "民办学校", "社会力量办学", "Independent"),
    },
    "boarding": {
        True: ("是", "有", "寄宿制", "全寄宿", "Y", "Yes", "true", "1"),
        False: ("否", "非寄宿", "走读", "非寄宿制", "N", "No", "false", "0"),
    },
    "canteen": {
        "none": ("没有", "无食堂"),
        "self_run": ("自办", "自营食堂", "学校自营", "自主经营"),
        "contracted": ("对外承包", "委托经营", "承包经营", "托管"),
        "delivered": ("配餐", "集中配餐", "校外配餐", "外送"),
    },
    "area": {
        "urban": ("城市", "主城区", "城镇", "市区"),
        "town": ("镇", "县镇", "乡镇", "镇中心区"),
        "rural": ("农村", "村", "村庄", "乡中心区"),
    },
    "party_organization": {
        "none": ("没有", "未建立"),
        "joint_branch": ("联合支部",),
        "branch": ("支部", "独立支部", "独立党支部"),
        "general_branch": ("总支", "党总支部"),
        "committee": ("党委会", "党的委员会"),
    },
    "party_coverage": {
        "independent": ("独立组建", "单独建立", "独立"),
        "joint": ("联建", "联合建立", "联合"),
        "dispatched": ("选派党建指导员", "党建指导员", "派驻指导员"),
        "none": ("无", "未覆盖党的工作"),
    },
    "status": {
        "operating": ("正常", "在用", "开办", "运行", "Open"),
        "suspended": ("暂停", "停用", "休校", "Temporarily closed"),
        "closed": ("已撤销", "撤并", "注销"),
    },
    "kind": {
        "bureau": ("局", "教体局", "教育体育局"),
        "section": ("科室", "科", "处室", "股"),
        "district": ("中心校", "学区中心校", "教育总校", "乡镇学区"),
    },
}


def choices(attribute: str) -> dict[str, tuple[str, ...]]:
    """Each stored value (a truth value as `true` or `false`) with the words it is known by, those of exports first."""
    further = ALIASES.get(attribute, {})
    return {str(value).lower(): (*words, *further.get(value, ())) for value, words in WORDS[attribute].items()}
