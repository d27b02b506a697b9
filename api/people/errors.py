"""What the people domain refuses, by code."""

from api.core.errors import Kind, define

# --- Persons ---------------------------------------------------------------------------------------------------------

UNIT_NOT_FOUND = define(
    "person.unit_not_found",
    Kind.UNPROCESSABLE,
    "没有这个单位，或不在你的管理范围内。",
    "There is no such unit, or it is outside your reach.",
)
PERSON_NOT_FOUND = define(
    "person.not_found",
    Kind.UNPROCESSABLE,
    "没有这个人，或不在你的管理范围内。",
    "There is no such person, or the person is outside your reach.",
)
NUMBER_OR_LAST_FOUR = define(
    "person.number_or_last_four",
    Kind.UNPROCESSABLE,
    "证件号码写全，或者只写后四位，两样选一样。",
    "Give the whole number, or its last four characters only: one of the two.",
)
NUMBER_FORM = define(
    "person.number_form",
    Kind.UNPROCESSABLE,
    "证件号码的位数或字符不对。",
    "The number has the wrong length or characters for its kind.",
)
NUMBER_BIRTHDAY = define(
    "person.number_birthday",
    Kind.UNPROCESSABLE,
    "证件号码第 7 到 14 位不是一个日期，核对有没有抄错。",
    "Digits 7 to 14 of the number are no date; look for a slip.",
)
NUMBER_CHECK = define(
    "person.number_check",
    Kind.UNPROCESSABLE,
    "证件号码的校验位不对，核对有没有抄错。",
    "The check character of the number does not fit; look for a slip.",
)
LAST_FOUR_FORM = define(
    "person.last_four_form",
    Kind.UNPROCESSABLE,
    "后四位是数字或大写字母。",
    "The last four characters are digits or capital letters.",
)
IDENTITY_TAKEN = define(
    "person.identity_taken",
    Kind.CONFLICT,
    "已有一个人登记了这个证件号码。",
    "Another person is registered with this identity number.",
)
PARTY_JOINED_LATER = define(
    "person.party_joined_later",
    Kind.UNPROCESSABLE,
    "入党日期不能晚于今天。",
    "The day of joining the Party cannot lie in the future.",
)
HOLDS_POSTS = define(
    "person.holds_posts",
    Kind.CONFLICT,
    "还有在任的职务，先免去职务。",
    "The person still holds posts; end them first.",
)
MERGED = define(
    "person.merged",
    Kind.CONFLICT,
    "这个人已并入另一条记录，改那一条。",
    "This person has been merged into another record; change that one.",
)
MERGE_ITSELF = define(
    "person.merge_itself",
    Kind.UNPROCESSABLE,
    "不能并入自己，选另一条记录。",
    "A person cannot be merged into itself; choose another record.",
)
IDENTITIES_DIFFER = define(
    "person.identities_differ",
    Kind.CONFLICT,
    "两条记录的证件号码不同，不是同一个人；号码写错的先改号码。",
    "The identity numbers differ, so these are two people; correct a wrong number first.",
)
NOT_A_PAIR = define(
    "person.not_a_pair",
    Kind.UNPROCESSABLE,
    "要写明两个不同的人。",
    "Name two different persons.",
)

# --- Posts -----------------------------------------------------------------------------------------------------------

POST_KIND_UNKNOWN = define(
    "post.kind_unknown",
    Kind.UNPROCESSABLE,
    "职务表里没有这一种职务。",
    "The table of posts has no such kind.",
)
POST_UNIT_KIND = define(
    "post.unit_kind",
    Kind.UNPROCESSABLE,
    "这一类单位没有这种职务。",
    "A unit of this kind has no such post.",
)
TERM_ORDER = define(
    "post.term_order",
    Kind.UNPROCESSABLE,
    "任期届满日要晚于任职日。",
    "The term must end after it begins.",
)
END_ORDER = define(
    "post.end_order",
    Kind.UNPROCESSABLE,
    "免职日不能早于任职日。",
    "A post cannot end before it begins.",
)
END_LATER = define(
    "post.end_later",
    Kind.UNPROCESSABLE,
    "免职日不能晚于今天。",
    "The day on which a post ended cannot lie in the future.",
)
END_REASON = define(
    "post.end_reason",
    Kind.UNPROCESSABLE,
    "免职日和免职原因要一起写。",
    "The end of a post and its reason go together.",
)
POST_TAKEN = define(
    "post.taken",
    Kind.CONFLICT,
    "这个单位在这段时间里已有人任这个职务，先免去前任。",
    "Somebody else holds this post at this unit during that time; end that post first.",
)
POST_TWICE = define(
    "post.twice",
    Kind.CONFLICT,
    "这个人在这段时间里已经任这个职务。",
    "The person holds this post at this unit during that time already.",
)
POST_PERSON_GONE = define(
    "post.person_gone",
    Kind.CONFLICT,
    "这个人已退休或离职，不能再任职务。",
    "The person has retired or left and cannot take a post.",
)
POST_STATE = define(
    "post.state",
    Kind.CONFLICT,
    "职务现在的状态不能这样办，可以：{allowed}。",
    "The state of the post does not allow this; it allows: {allowed}.",
)
AUTHORITY_REQUIRED = define(
    "person.authority_required",
    Kind.FORBIDDEN,
    "这一项由主管部门办理，本单位自己不能登记。",
    "This is a matter of the authority above; the unit itself cannot register it.",
)

# --- Registrations ---------------------------------------------------------------------------------------------------

REGISTRATION_STATE = define(
    "registration.state",
    Kind.CONFLICT,
    "现在的注册状态不能作这个结论，可以：{allowed}。",
    "The state of registration does not allow this decision; it allows: {allowed}.",
)
REGISTRATION_STAFF = define(
    "registration.staff",
    Kind.CONFLICT,
    "只有教师和行政人员才有教师资格注册。",
    "Only teachers and administrative staff are registered as teachers.",
)
REGISTRATION_PERIOD = define(
    "registration.period",
    Kind.UNPROCESSABLE,
    "注册有效期的止日要晚于起日。",
    "The period of registration must end after it begins.",
)
REGISTRATION_REASON = define(
    "registration.reason",
    Kind.UNPROCESSABLE,
    "这个结论要写理由。",
    "This decision needs a reason.",
)
REGISTRATION_LATER = define(
    "registration.later",
    Kind.UNPROCESSABLE,
    "决定日期不能晚于今天。",
    "The day of the decision cannot lie in the future.",
)
REGISTRATION_ORDER = define(
    "registration.order",
    Kind.UNPROCESSABLE,
    "决定日期不能早于上一次决定。",
    "A decision cannot be older than the one before it.",
)

# --- Committees ----------------------------------------------------------------------------------------------------------

COMMITTEE_KIND_UNKNOWN = define(
    "committee.kind_unknown", Kind.UNPROCESSABLE, "没有这一种小组。", "There is no such kind of committee."
)
COMMITTEE_UNIT_KIND = define(
    "committee.unit_kind",
    Kind.UNPROCESSABLE,
    "这一类单位没有这种小组。",
    "A unit of this kind has no such committee.",
)
COMMITTEE_TAKEN = define(
    "committee.taken",
    Kind.CONFLICT,
    "这个单位已有一个这样的小组，先撤销原来的。",
    "The unit has such a committee already; dissolve that one first.",
)
DISSOLVED_ORDER = define(
    "committee.dissolved_order",
    Kind.UNPROCESSABLE,
    "撤销日不能早于成立日，也不能晚于今天。",
    "A committee is dissolved after it was founded, and not in the future.",
)
DISSOLVED = define(
    "committee.dissolved",
    Kind.CONFLICT,
    "小组已经撤销，不能再改。",
    "The committee has been dissolved and cannot be changed.",
)
MEMBER_ROLE = define(
    "committee.member_role",
    Kind.UNPROCESSABLE,
    "这种小组没有这个角色。",
    "A committee of this kind has no such role.",
)
MEMBER_BEFORE_COMMITTEE = define(
    "committee.member_too_early",
    Kind.UNPROCESSABLE,
    "加入日期不能早于小组成立日。",
    "Nobody joins before the committee was founded.",
)
MEMBER_ORDER = define(
    "committee.member_order",
    Kind.UNPROCESSABLE,
    "退出日期不能早于加入日期，也不能晚于今天。",
    "A member leaves after joining, and not in the future.",
)
MEMBER_TWICE = define(
    "committee.member_twice",
    Kind.CONFLICT,
    "这个人在这段时间里已是成员。",
    "The person is a member during that time already.",
)
MEMBER_ROLE_TAKEN = define(
    "committee.member_role_taken",
    Kind.CONFLICT,
    "这个角色只能有一人，先让原来的人退出。",
    "Only one member can have this role; the present one must leave first.",
)
MEMBER_LEFT = define(
    "committee.member_left",
    Kind.CONFLICT,
    "这个成员已经退出。",
    "This member has left already.",
)
