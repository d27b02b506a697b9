"""Words that lead to a person: e-mail, addresses of homes, names of pupils, why somebody gets aid."""

import re
from collections.abc import Iterator

from api.disclosures.rules.personal.numbers import Hit

_EMAIL = re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

_HAN = "一-鿿"
_COUNT = "0-9一二三四五六七八九十百"
# A home: a village, road or estate and, behind it, a number of a house, group, building or flat.
_ADDRESS = re.compile(
    rf"[{_HAN}]{{1,16}}?(?:村|屯|寨|社区|小区|花园|家园|新城|苑|路|街|巷|弄|胡同|大道|镇|乡)"
    rf"(?:[{_HAN}]{{0,8}}?[{_COUNT}]{{1,5}}(?:号楼|号院|号|栋|幢|单元|室|组|队|户)){{1,4}}(?:[0-9]{{2,4}}室?)?"
)
_DISTRICT = re.compile(r"(?:省|市|县|(?<![小社])区|镇|乡)")

# The surnames of nearly everybody (after the census of 2020), and the compound ones.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康常施文牛樊葛邢安齐易乔伍"
    "庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木"
_FULL_NAME = re.compile(rf"^(?:(?:{_COMPOUND})|[{_SURNAMES}])[{_HAN}]{{1,2}}$|^[{_HAN}]{{1,6}}[·•][{_HAN}]{{1,8}}$")
_CALLED_PUPIL = re.compile(
    rf"((?:(?:{_COMPOUND})|[{_SURNAMES}])[{_HAN}]{{1,2}}?)(?:同学|小朋友)"
    rf"|(?:学生|幼儿|儿童|孩子|pupil|student)(?:姓名|name)?[:： ]{{0,2}}((?:(?:{_COMPOUND})|[{_SURNAMES}])[{_HAN}]{{1,2}})"
    rf"(?=[,，、。;；(（\s]|$)"
)
_NO_NAMES = re.compile(
    r"[一二三四五六七八九高初][一二三四五六]?年?级|中生|高中|高一|高二|高三|全体|成绩|成长|安全|管理|关爱|向上"
)
_OF_PUPILS = re.compile(r"学生|幼儿|儿童|孩子|受助|获奖人|监护人|家长|pupil|student|child|guardian", re.IGNORECASE)
_OF_NAMES = re.compile(r"姓名|名字|名单|^学生$|^幼儿$|^受助学生$|^pupil$|^student$|name", re.IGNORECASE)
_OF_REASONS = re.compile(
    r"困难(?:类型|类别|情形|原因|程度|等级)|致贫|致困|贫困|低保|残疾|孤儿|病|建档立卡|家庭情况|hardship|disab",
    re.IGNORECASE,
)
COVER = "*"


def emails(text: str) -> Iterator[Hit]:
    """E-mail addresses."""
    for match in _EMAIL.finditer(text):
        name, _, house = match[0].partition("@")
        yield Hit(match.start(), match.end(), f"{name[0]}***@{house}")


def addresses(text: str) -> Iterator[Hit]:
    """Addresses that lead to a house; what is above the village or road stays."""
    for match in _ADDRESS.finditer(text):
        above = [found.end() for found in _DISTRICT.finditer(match[0])]
        yield Hit(match.start(), match.end(), match[0][: above[-1] if above else 0] + COVER * 3)


def pupils_called(text: str) -> Iterator[Hit]:
    """Names that are called a pupil's in running text."""
    for match in _CALLED_PUPIL.finditer(text):
        group = 1 if match[1] else 2
        if not _NO_NAMES.search(match[group]):
            yield Hit(match.start(group), match.end(group), masked_name(match[group]))


def names_pupils(head: str, *, minors: bool) -> bool:
    """Whether a column holds pupils' names: it says so, or it holds names and the list is one of pupils."""
    return bool(_OF_NAMES.search(head)) and (minors or bool(_OF_PUPILS.search(head)))


def tells_reason(head: str) -> bool:
    """Whether a column says why someone is in need."""
    return bool(_OF_REASONS.search(head))


def is_full_name(cell: str) -> bool:
    """Whether a cell is a name with nothing covered."""
    return bool(_FULL_NAME.match(cell.strip()))


def masked_name(name: str) -> str:
    """A name of which the surname stays."""
    kept = 2 if re.match(_COMPOUND, name) else 1
    return name[:kept] + COVER * max(1, len(name) - kept)
