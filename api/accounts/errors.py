"""What accounts refuse, by code."""

from api.core.errors import Kind, define

BAD_CREDENTIALS = define(
    "auth.bad_credentials", Kind.UNAUTHENTICATED, "用户名或密码不对。", "The user name or the password is wrong."
)
DELAYED = define(
    "auth.delayed",
    Kind.TOO_MANY,
    "密码错得太多，请 {seconds} 秒后再试。",
    "Too many wrong passwords; try again in {seconds} seconds.",
)

ADDRESS_DELAYED = define(
    "auth.address_delayed",
    Kind.TOO_MANY,
    "这个网络地址登录错得太多，请 {seconds} 秒后再试。",
    "Too many failed log-ins from this network address; try again in {seconds} seconds.",
)
CODE_NEEDED = define(
    "auth.code_required",
    Kind.UNAUTHENTICATED,
    "输入验证器上的六位数字，或一个备用码。",
    "Enter the six digits of your authenticator, or a recovery code.",
)
CODE_WRONG = define(
    "auth.code_wrong",
    Kind.UNAUTHENTICATED,
    "验证码不对，或已经用过；等下一个再试。",
    "The code is wrong or was used before; wait for the next one.",
)
TOTP_CODE = define(
    "totp.code_wrong",
    Kind.UNPROCESSABLE,
    "验证码不对，或已经用过；看看手机的时间准不准。",
    "The code is wrong or was used before; check that the clock of the device is right.",
)
TOTP_ENROLLED = define("totp.enrolled", Kind.CONFLICT, "已经设好两步验证。", "A second factor is set up already.")
TOTP_NOT_ENROLLED = define("totp.not_enrolled", Kind.CONFLICT, "还没有设两步验证。", "No second factor is set up.")
TOTP_DEMANDED = define(
    "totp.demanded",
    Kind.CONFLICT,
    "你的角色必须用两步验证，不能关掉；换手机请用“换一个验证器”。",
    "Your roles demand a second factor; it can be replaced, not removed.",
)
INVITATION_OVER = define(
    "invitation.over",
    Kind.CONFLICT,
    "这个邀请已经用过或过期，找账号管理员再要一个。",
    "This invitation was used or has expired; ask the admin for another.",
)
POST_UNKNOWN = define("session.post_unknown", Kind.CONFLICT, "没有这个在任的职务。", "You hold no such post now.")

PASSWORD_WRONG = define(
    "password.current_wrong", Kind.UNPROCESSABLE, "现在的密码不对。", "The current password is wrong."
)
PASSWORD_SHORT = define(
    "password.too_short",
    Kind.UNPROCESSABLE,
    "至少 {shortest} 个字符，中文、字母、数字、符号都行。",
    "At least {shortest} characters of any kind.",
)
PASSWORD_HAS_NAME = define(
    "password.contains_name",
    Kind.UNPROCESSABLE,
    "密码里不能有用户名、自己的姓名或单位的名称，拼音也不行。",
    "It must not contain the user name, your own name or the name of your unit, nor their pinyin.",
)
PASSWORD_WEAK = define(
    "password.weak", Kind.UNPROCESSABLE, "这个密码太容易猜到。", "This password is too easy to guess."
)
PASSWORD_SAME = define(
    "password.unchanged", Kind.UNPROCESSABLE, "新密码不能和现在的一样。", "It must differ from the current password."
)
PASSWORD_USED = define(
    "password.used_before",
    Kind.UNPROCESSABLE,
    "最近 {history} 个用过的密码不能再用。",
    "It is one of your last {history} passwords.",
)
USERNAME_BAD = define(
    "account.username_form",
    Kind.UNPROCESSABLE,
    "用户名 3 到 32 位，以小写字母开头，只用小写字母、数字和 . _ -，不要用手机号或身份证号。",
    "3 to 32 characters, a lower-case letter first, then lower-case letters, digits and . _ - only.",
)
USERNAME_TAKEN = define("account.username_taken", Kind.CONFLICT, "这个用户名已经有人用。", "This user name is taken.")
OWN_ACCOUNT = define(
    "account.own",
    Kind.CONFLICT,
    "不能停用自己的账号，也不能重置自己的密码；改密码请用“修改密码”。",
    "You cannot disable your own account or reset your own password; change the password instead.",
)
WIDER_ACCOUNT = define(
    "account.wider_reach",
    Kind.CONFLICT,
    "这个账号在你的管理范围之外还有职务，由上级管理。",
    "This account holds a role outside your reach; someone with a wider reach looks after it.",
)
ADMIN_EXISTS = define(
    "account.admin_exists",
    Kind.CONFLICT,
    "已经有在用的平台管理员，请由其开设账号。",
    "There is an active platform admin already; ask that person for an account.",
)

UNIT_UNKNOWN = define(
    "grant.unit_unknown",
    Kind.UNPROCESSABLE,
    "没有这个单位，或不在你的管理范围内。",
    "There is no such unit, or it is outside your reach.",
)
UNIT_KIND = define(
    "grant.unit_kind",
    Kind.UNPROCESSABLE,
    "这个角色只能设在：{kinds}。",
    "This role can be bound to these only: {kinds}.",
)
GRANT_OPEN = define(
    "grant.exists",
    Kind.CONFLICT,
    "这个人在该单位已有这个角色，或正在等人批准。",
    "This person holds the role there already, or it waits for approval.",
)
GRANT_OWN = define("grant.own", Kind.CONFLICT, "不能给自己授权或撤权。", "No one changes their own roles.")
GRANT_STATE = define(
    "grant.state", Kind.CONFLICT, "现在的状态只能：{legal}。", "In its present state it can only be: {legal}."
)
SECOND_PERSON = define(
    "grant.second_person",
    Kind.CONFLICT,
    "要由第二个人决定：不能是提出人、被授权人，也不能是发放其初始密码的人。",
    "A second person decides: neither who proposed it, nor the grantee, nor who handed out the initial password.",
)
ACCOUNT_DISABLED = define(
    "grant.account_disabled", Kind.CONFLICT, "账号已停用，不能授权。", "The account is disabled; it can get no role."
)
NOT_TAKEN_OVER = define(
    "grant.not_taken_over",
    Kind.CONFLICT,
    "本人还没有登录并改掉初始密码，等账号到了本人手里再批准。",
    "The person has not logged in and set a password yet; approve once the account is in their hands.",
)

HAND_OVER_SELF = define(
    "account.hand_over_party",
    Kind.CONFLICT,
    "要移交给第三个人：不能是你自己，也不能是离任的人。",
    "Hand over to a third person: neither yourself nor the one who leaves.",
)
HAND_OVER_UNKNOWN = define(
    "account.successor_unknown",
    Kind.UNPROCESSABLE,
    "没有这个在用的账号，或不在你的管理范围内。",
    "There is no such active account, or it is outside your reach.",
)
PERSON_UNKNOWN = define(
    "account.person_unknown",
    Kind.UNPROCESSABLE,
    "人员名册里没有这个人，或不在你的管理范围内。",
    "There is no such person in the staff list, or they are outside your reach.",
)
PERSON_TAKEN = define(
    "account.person_taken", Kind.CONFLICT, "这个人已经有账号了。", "This person has an account already."
)

SCOPE_WITHHELD = define(
    "client.scope_withheld",
    Kind.UNPROCESSABLE,
    "这项权限不给机器使用。",
    "No machine may have this permission.",
)
CLIENT_STATE = define(
    "client.state", Kind.CONFLICT, "现在的状态只能：{legal}。", "In its present state it can only be: {legal}."
)
CLIENT_SECOND_PERSON = define(
    "client.second_person",
    Kind.CONFLICT,
    "要由提出人以外的另一个人决定。",
    "Someone other than who proposed it decides.",
)
CLIENT_NAME_TAKEN = define(
    "client.name_taken", Kind.CONFLICT, "这个单位已有同名的接口账号。", "The unit has a client of this name already."
)
TOKEN_PERMISSION = define(
    "token.permission_not_held", Kind.UNPROCESSABLE, "你自己没有这项权限。", "You do not hold this permission yourself."
)
TOKEN_EXPIRY = define(
    "token.expiry",
    Kind.UNPROCESSABLE,
    "有效期从现在起最多 {days} 天。",
    "It ends at most {days} days from now.",
)
