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

PASSWORD_WRONG = define(
    "password.current_wrong", Kind.UNPROCESSABLE, "现在的密码不对。", "The current password is wrong."
)
PASSWORD_SHORT = define(
    "password.too_short",
    Kind.UNPROCESSABLE,
    "至少 {long} 个字符；或至少 {short} 个，含大写、小写、数字、符号中的三种。",
    "At least {long} characters; or {short} with three of: upper case, lower case, digits, symbols.",
)
PASSWORD_HAS_NAME = define(
    "password.contains_username", Kind.UNPROCESSABLE, "密码里不能有用户名。", "It must not contain the user name."
)
PASSWORD_WEAK = define(
    "password.weak", Kind.UNPROCESSABLE, "这个密码太容易猜到。", "This password is too easy to guess."
)
PASSWORD_SAME = define(
    "password.unchanged", Kind.UNPROCESSABLE, "新密码不能和现在的一样。", "It must differ from the current password."
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
