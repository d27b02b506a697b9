"""The words for what stands in tables of persons, Chinese and English: the same on the way out and on the way in."""

from collections.abc import Mapping

from api.core.tabular import Words
from api.people.rules import POST_KINDS

WORDS: Mapping[str, Mapping[str, Words]] = {
    "kind": {
        "teacher": ("专任教师", "Teacher"),
        "administrative": ("行政人员", "Administrative staff"),
        "support": ("教辅人员", "Teaching support"),
        "worker": ("工勤人员", "Worker"),
        "official": ("机关工作人员", "Official"),
        "external": ("校外人员", "From outside"),
    },
    "status": {"active": ("在职", "Active"), "retired": ("退休", "Retired"), "left": ("离开", "Left")},
    "id_kind": {
        "resident_id": ("居民身份证", "Resident identity card"),
        "residence_permit": ("港澳台居民居住证", "Residence permit"),
        "hk_macao_permit": ("港澳居民来往内地通行证", "Hong Kong and Macao permit"),
        "taiwan_permit": ("台湾居民来往大陆通行证", "Taiwan permit"),
        "foreign_resident_id": ("外国人永久居留身份证", "Foreign permanent resident card"),
        "passport": ("护照", "Passport"),
    },
    "registration": {
        "none": ("没有登记", "Not registered"),
        "valid": ("合格", "Valid"),
        "suspended": ("暂缓注册", "Suspended"),
        "refused": ("不予注册", "Refused"),
        "expired": ("已到期", "Expired"),
    },
    "party_standing": {"full": ("正式党员", "Full member"), "probationary": ("预备党员", "Probationary member")},
}

# Further words that such cells are written with; on the way in only.
ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "kind": {
        "teacher": ("教师", "专任", "任课教师"),
        "administrative": ("行政", "校级领导", "管理人员", "管理岗位"),
        "support": ("教辅", "专业技术人员"),
        "worker": ("工勤", "工人", "后勤人员"),
        "official": ("机关人员", "公务员"),
    },
    "status": {"active": ("在岗", "在编在岗"), "retired": ("退休人员", "离退休"), "left": ("离职", "调出", "辞职")},
    "id_kind": {"resident_id": ("身份证", "二代身份证")},
    "registration": {"valid": ("注册合格", "已注册", "首次注册合格"), "none": ("未注册", "无"), "suspended": ("暂缓",)},
    "party_standing": {
        "full": ("中共党员", "党员", "是", "中国共产党党员"),
        "probationary": ("中共预备党员",),
    },
}
# Said in a column of its own, and meaning that there is no membership to write down.
NO_MEMBER = ("不是党员", "Not a member", "群众", "共青团员", "中国共产主义青年团团员", "无", "否", "民主党派")


def choices(attribute: str) -> dict[str, tuple[str, ...]]:
    """Each stored value with the words it is known by, those of exports first."""
    further = ALIASES.get(attribute, {})
    return {value: (*words, *further.get(value, ())) for value, words in WORDS[attribute].items()}


POSTS = {kind: (row.zh, row.en) for kind, row in POST_KINDS.items()}
