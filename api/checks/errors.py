"""What is refused of checks and findings, by code."""

from api.core.errors import Kind, define

WRONG_STATE = define(
    "finding.wrong_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
SECOND_PERSON = define(
    "finding.second_person",
    Kind.FORBIDDEN,
    "这一步要由另一个人来做。",
    "Another person has to do this.",
)
NOT_PROPOSED = define(
    "finding.not_proposed",
    Kind.CONFLICT,
    "还没有人提出撤销，先由经办人提出。",
    "Nobody has proposed to dismiss it; that comes first.",
)
ALREADY_PROPOSED = define(
    "finding.already_proposed",
    Kind.CONFLICT,
    "已经有人提出撤销，等待第二人决定。",
    "Somebody has proposed to dismiss it; a second person decides.",
)
ALREADY_LINKED = define(
    "finding.already_linked",
    Kind.CONFLICT,
    "已经转为整改问题。",
    "It has become a problem of rectification already.",
)
OWNER_UNKNOWN = define(
    "finding.owner_unknown",
    Kind.UNPROCESSABLE,
    "没有这个人，或此人不能处理这个单位的问题。",
    "There is no such person, or they do not handle findings of this unit.",
)
DUE_PAST = define(
    "finding.due_past",
    Kind.UNPROCESSABLE,
    "期限不能早于今天。",
    "The deadline cannot lie before today.",
)
RULE_UNKNOWN = define(
    "check.rule_unknown",
    Kind.UNPROCESSABLE,
    "没有这条规则。",
    "There is no such rule.",
)
UNIT_UNKNOWN = define(
    "check.unit_unknown",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你看不到它。",
    "There is no such unit, or it is out of your reach.",
)
