"""What notifications refuse, by code."""

from api.core.errors import Kind, define

KIND_UNKNOWN = define(
    "notification.kind_unknown", Kind.UNPROCESSABLE, "没有这种通知。", "There is no such notification."
)
KIND_MANDATORY = define(
    "notification.kind_mandatory",
    Kind.UNPROCESSABLE,
    "这种通知不能关闭。",
    "This kind of notification cannot be switched off.",
)
