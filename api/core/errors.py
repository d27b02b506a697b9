"""What can be refused, and how it is said: stable codes with a sentence in Chinese and in English.

Nothing here knows HTTP; `core.problems` turns a refusal into RFC 9457 problem+json in one place.
Sentences may name limits and allowed values in `{braces}`, never the caller's input.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Why something is refused; each kind has one status on the wire."""

    BAD_REQUEST = "bad_request"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD = "method"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too_large"
    UNPROCESSABLE = "unprocessable"
    PRECONDITION_MISSING = "precondition_missing"
    TOO_MANY = "too_many"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """One stable error code: `code` is never reused, `zh` and `en` are the sentences shown."""

    code: str
    kind: Kind
    zh: str
    en: str

    def text(self, language: str, params: Mapping[str, Any]) -> str:
        """The sentence in `language` ('zh-CN' or 'en') with its parameters filled in."""
        return (self.en if language == "en" else self.zh).format(**params)


CATALOG: dict[str, ErrorSpec] = {}


def define(code: str, kind: Kind, zh: str, en: str) -> ErrorSpec:
    """Declare an error code once; a second declaration is a programming error."""
    if code in CATALOG:
        raise ValueError(f"error code {code} is declared twice")
    spec = CATALOG[code] = ErrorSpec(code, kind, zh, en)
    return spec


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault in the caller's input, placed by an RFC 6901 `pointer` into the body or by a query `parameter`."""

    spec: ErrorSpec
    pointer: str | None = None
    parameter: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def below(self, prefix: str) -> "Violation":
        """The same fault inside a larger document, e.g. `/items/3`."""
        return Violation(self.spec, prefix + (self.pointer or ""), self.parameter, self.params)


class Refused(Exception):
    """A request that ends here, with its code; `violations` lists every fault at once.

    `afterwards` is run in a short transaction of its own once the request's own work is rolled back:
    the only way for something (a failed log-in, a denied access) to survive a refusal.
    """

    def __init__(
        self,
        spec: ErrorSpec,
        violations: Iterable[Violation] = (),
        *,
        retry_after: int | None = None,
        afterwards: Callable[[Any], None] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(spec.code)
        self.spec = spec
        self.violations = tuple(violations)
        self.params = params
        self.retry_after = retry_after
        self.afterwards = afterwards


def refuse_if_any(violations: Iterable[Violation]) -> None:
    """Raise one `input.invalid` refusal that carries all `violations`, or pass."""
    found = tuple(violations)
    if found:
        raise Refused(INVALID, found)


BAD_PARAMETER = define(
    "request.bad_parameter",
    Kind.BAD_REQUEST,
    "查询参数有误，见各项说明。",
    "A query parameter is wrong; see each entry.",
)
UNKNOWN_PARAMETER = define(
    "request.unknown_parameter",
    Kind.BAD_REQUEST,
    "没有这样的查询参数，可用：{allowed}。",
    "There is no such query parameter; there are: {allowed}.",
)
MALFORMED_HEADER = define("request.bad_header", Kind.BAD_REQUEST, "请求头有误。", "A request header is malformed.")
MALFORMED = define("request.malformed", Kind.BAD_REQUEST, "请求无法解析。", "The request cannot be parsed.")
INVALID = define(
    "input.invalid",
    Kind.UNPROCESSABLE,
    "内容没有通过检查，见各项说明。",
    "The content did not pass the checks; see each entry.",
)
NO_SIGN_IN = define(
    "auth.required",
    Kind.UNAUTHENTICATED,
    "没有登录，或登录已经过期。",
    "You are not signed in, or the session has expired.",
)
TOKEN_INVALID = define(
    "auth.token_invalid",
    Kind.UNAUTHENTICATED,
    "访问令牌无效、过期或已撤销。",
    "The access token is invalid, expired or revoked.",
)
TWO_CREDENTIALS = define(
    "auth.two_credentials",
    Kind.BAD_REQUEST,
    "会话 Cookie 和访问令牌只能用一种。",
    "Send either the session cookie or an access token, not both.",
)
PERSON_ONLY = define(
    "auth.person_only",
    Kind.FORBIDDEN,
    "这件事要本人登录后做，访问令牌不行。",
    "This takes a person who is signed in; an access token will not do.",
)
SECOND_FACTOR_DUE = define(
    "auth.second_factor_required",
    Kind.FORBIDDEN,
    "你的角色要用两步验证，先设好再做别的事。",
    "Your roles demand a second factor; set one up before anything else.",
)
NO_CSRF = define(
    "auth.csrf",
    Kind.FORBIDDEN,
    "页面凭证失效，刷新后再试。",
    "The page token is missing or stale; reload and try again.",
)
PASSWORD_DUE = define(
    "auth.password_change_required",
    Kind.FORBIDDEN,
    "先改初始密码，再做别的事。",
    "Change the initial password before anything else.",
)
FORBIDDEN = define("access.denied", Kind.FORBIDDEN, "你的角色不能做这件事。", "Your role does not allow this.")
NOT_FOUND = define("not_found", Kind.NOT_FOUND, "没有找到，或不在你的管理范围内。", "Not found, or outside your reach.")
METHOD_NOT_ALLOWED = define(
    "request.method", Kind.METHOD, "这个地址不支持这种操作。", "This address does not support that method."
)
CONFLICT = define("conflict", Kind.CONFLICT, "与已有的记录冲突。", "This conflicts with an existing record.")
BUSY = define(
    "conflict.busy",
    Kind.CONFLICT,
    "别人正在改同一处，稍后再试。",
    "Someone else is changing the same thing; try again.",
)
STALE = define(
    "conflict.stale",
    Kind.STALE,
    "这条记录已被别人改过，先看新的内容。",
    "The record has changed since you read it; read it again.",
)
IF_MATCH_REQUIRED = define(
    "precondition.if_match",
    Kind.PRECONDITION_MISSING,
    "要带上 If-Match，写明改的是哪一版。",
    "Send If-Match with the revision you are changing.",
)
ROW_TWICE = define(
    "input.row_twice",
    Kind.UNPROCESSABLE,
    "同一条记录写了两次。",
    "The same record is named twice.",
)
TOO_LARGE = define(
    "request.too_large", Kind.TOO_LARGE, "请求内容超过 {limit} 字节。", "The request body is over {limit} bytes."
)
KEY_REUSED = define(
    "idempotency.key_reused",
    Kind.UNPROCESSABLE,
    "同一个 Idempotency-Key 用在了不同的内容上。",
    "This Idempotency-Key was used with another body.",
)
KEY_REQUIRED = define(
    "idempotency.key_required",
    Kind.BAD_REQUEST,
    "要带上 Idempotency-Key：随机的，22 到 200 个字符。",
    "Send an Idempotency-Key: random, 22 to 200 characters.",
)
KEY_IN_USE = define(
    "idempotency.in_progress",
    Kind.CONFLICT,
    "同一个 Idempotency-Key 的请求正在处理。",
    "A request with this Idempotency-Key is at work.",
)
INTERNAL = define("internal", Kind.INTERNAL, "服务出错，没有写入任何内容。", "The server failed; nothing was written.")
UNAVAILABLE = define(
    "unavailable", Kind.UNAVAILABLE, "服务暂时不可用，稍后再试。", "The service is unavailable; try again shortly."
)
