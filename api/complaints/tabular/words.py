"""What the codes of complaints are called in tables and papers."""

from collections.abc import Mapping

from api.complaints.rules.taxonomy import CATEGORIES, GROUPS
from api.core.tabular import Words

STATES: Mapping[str, Words] = {
    "received": ("已接收", "Received"),
    "screening": ("甄别", "Screening"),
    "awaiting_info": ("待补充", "Waiting for the reporter"),
    "not_accepted": ("不予受理", "Not accepted"),
    "transferred": ("已移送", "Sent on"),
    "sealed_up": ("径送上级", "Sent straight up"),
    "merged": ("重复件并入", "Merged"),
    "accepted": ("已受理", "Accepted"),
    "assigned": ("已交办", "Assigned"),
    "handling": ("核查中", "Being handled"),
    "on_hold": ("暂存待查", "On hold"),
    "pending_approval": ("结果待审", "Result to be approved"),
    "concluded": ("已办结", "Concluded"),
    "fed_back": ("已反馈", "Fed back"),
    "under_review": ("复查复核", "Under review"),
    "archived": ("已归档", "Archived"),
}
TRACKS: Mapping[str, Words] = {
    "J": ("检举控告", "Discipline"),
    "X": ("信访", "Petition"),
    "H": ("12345 工单", "Hotline"),
    "S": ("师德与办学行为", "Conduct"),
    "none": ("未定", "Undecided"),
}
CHANNELS: Mapping[str, Words] = {
    "portal": ("网上", "Portal"),
    "phone": ("电话", "Telephone"),
    "letter": ("来信", "Letter"),
    "visit": ("来访", "Visit"),
    "email": ("电子邮件", "E-mail"),
    "hotline_12345": ("12345 热线", "12345 hotline"),
    "superior": ("上级交办", "Superior organ"),
    "media": ("媒体", "Media"),
    "patrol": ("巡察移交", "Patrol"),
    "self_found": ("自行发现", "Found ourselves"),
    "system": ("其他系统", "Another system"),
}
FINDINGS: Mapping[str, Words] = {
    "true": ("属实", "True"),
    "partly": ("部分属实", "Partly true"),
    "untrue": ("不属实", "Untrue"),
    "unverifiable": ("无法查实", "Not verifiable"),
    "open": ("未办结", "Open"),
}
FORMS: Mapping[str, Words] = {
    "1": ("第一种形态", "First form"),
    "2": ("第二种形态", "Second form"),
    "3": ("第三种形态", "Third form"),
    "4": ("第四种形态", "Fourth form"),
    "none": ("未运用", "None"),
    "open": ("未办结", "Open"),
}
SEVERITIES: Mapping[str, Words] = {
    "general": ("一般", "General"),
    "serious": ("较重", "Serious"),
    "major": ("重大", "Major"),
}
YES: Words = ("是", "Yes")


def category(code: str, language: int) -> str:
    """What a matter or a group is called; the code itself where nobody knows it."""
    found = CATEGORIES.get(code) or GROUPS.get(code)
    return (found.en if language else found.zh) if found else code
