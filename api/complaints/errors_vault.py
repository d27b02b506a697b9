"""What is refused when a complaint comes in, and when an identity is asked for."""

from api.core.errors import Kind, define

# --- On the public face ----------------------------------------------------------------------------------------------
NO_SEAL = define(
    "complaint.no_seal",
    Kind.UNAVAILABLE,
    "网上暂时不能接收，打电话或者寄信都行。",
    "Nothing can be taken here at the moment; a call or a letter will do.",
)
NO_RECEIPT = define(
    "complaint.no_receipt",
    Kind.NOT_FOUND,
    "没有这个回执号，或者已经过期。看看有没有抄错。",
    "There is no such receipt, or it has expired. See whether it was copied right.",
)
TRY_LATER = define(
    "complaint.try_later", Kind.TOO_MANY, "回执号错了几次，过一会儿再试。", "Several wrong receipts; try again later."
)
TOO_MANY = define(
    "complaint.too_many",
    Kind.TOO_MANY,
    "这里刚刚收到很多封，过几分钟再发。",
    "Many came from here just now; send it in a few minutes.",
)
KEY_MISSING = define(
    "complaint.key_missing",
    Kind.BAD_REQUEST,
    "要带上 Idempotency-Key：随机的，不少于 22 个字符。",
    "Send an Idempotency-Key: random, at least 22 characters.",
)
PROOF_WRONG = define(
    "complaint.proof_wrong",
    Kind.FORBIDDEN,
    "验证没有通过，刷新页面再发。",
    "The proof of work does not hold; reload and send again.",
)
PROOF_LATE = define(
    "complaint.proof_late",
    Kind.FORBIDDEN,
    "页面开得太久，刷新后再发。",
    "The page was open for too long; reload and send again.",
)
PRIVACY_OUTDATED = define(
    "complaint.privacy_outdated",
    Kind.CONFLICT,
    "隐私说明有了新版，先看新的。",
    "The privacy notice has changed; read the new one first.",
)
SUPERIOR_FIRST = define(
    "complaint.superior_first",
    Kind.CONFLICT,
    "反映局领导或纪检监察组的，直接找上级机关，这里不收也不存。",
    "About the heads of the bureau or the inspection team, write to the superior organ; nothing is taken or kept here.",
)
CATEGORY_UNKNOWN = define(
    "complaint.category_unknown", Kind.UNPROCESSABLE, "没有这一类。", "There is no such category."
)
PLACE_UNKNOWN = define("complaint.place_unknown", Kind.UNPROCESSABLE, "没有这个单位。", "There is no such unit.")
ANSWER_UNKNOWN = define(
    "complaint.answer_unknown", Kind.UNPROCESSABLE, "这一类没有这个问题。", "This category does not ask that."
)
ANSWER_UNFIT = define(
    "complaint.answer_unfit",
    Kind.UNPROCESSABLE,
    "这个问题要按它的形式回答。",
    "This question is answered in its own form.",
)
NO_IDENTITY_OF_CHILD = define(
    "complaint.no_identity_of_child",
    Kind.UNPROCESSABLE,
    "不满 14 周岁的，这里不问姓名和电话。",
    "Of those under 14 no name and no telephone number is asked.",
)
ANONYMOUS_ONLY = define(
    "complaint.anonymous_only",
    Kind.CONFLICT,
    "还没有两位身份保管员，现在只能匿名反映。",
    "There are not yet two custodians of identities; only anonymous complaints can be taken.",
)
IDENTITY_GIVEN = define(
    "complaint.identity_given",
    Kind.CONFLICT,
    "身份已经留过，不能再改。",
    "An identity was given; it cannot be changed.",
)
NOT_NOW = define("complaint.not_now", Kind.CONFLICT, "这一步现在做不了。", "This cannot be done at this stage.")
TOO_MANY_LETTERS = define(
    "complaint.too_many_letters",
    Kind.CONFLICT,
    "一件最多补充 {limit} 次。",
    "At most {limit} additions to one complaint.",
)
TOO_MANY_FILES = define(
    "complaint.too_many_files", Kind.CONFLICT, "一件最多 {limit} 个附件。", "At most {limit} files with one complaint."
)
BAD_CONTENT = define(
    "complaint.bad_content",
    Kind.UNPROCESSABLE,
    "附件内容要用 Base64 写。",
    "The content of a file is written in Base64.",
)
DATE_AHEAD = define(
    "complaint.date_ahead", Kind.UNPROCESSABLE, "收到的日子不能在今天以后。", "It cannot have come in after today."
)

CHANNEL_NOT_ENTERED = define(
    "complaint.channel_not_entered",
    Kind.UNPROCESSABLE,
    "这个来源自己会进来，不用录。",
    "What comes this way comes in by itself.",
)
NOBODY_FOR_RECEIPT = define(
    "complaint.nobody_for_receipt",
    Kind.UNPROCESSABLE,
    "这个来源没有反映人，给不了回执。",
    "There is no reporter to give a receipt to.",
)

# --- Inside ----------------------------------------------------------------------------------------------------------
WIPED = define(
    "complaint.wiped", Kind.CONFLICT, "内容已按规定移走或销毁。", "The content was sent away or destroyed by rule."
)
NO_REPORTER = define(
    "complaint.no_reporter",
    Kind.CONFLICT,
    "这一件没有回执，问不到反映人。",
    "There is no receipt: nobody can be asked.",
)
NO_CLEAN_COPY = define("complaint.no_clean_copy", Kind.CONFLICT, "还没有清洁副本。", "There is no cleaned copy yet.")
NO_IDENTITY = define("identity.none", Kind.CONFLICT, "这一件没有留身份。", "No identity was given with this case.")
KEY_EXISTS = define(
    "identity.key_exists", Kind.CONFLICT, "你已经有一把保管钥匙。", "You have a custodian's key already."
)
NO_KEY = define("identity.no_key", Kind.CONFLICT, "你还没有保管钥匙。", "You have no custodian's key.")
NOT_YOURS_TO_OPEN = define(
    "identity.not_sealed_to_you",
    Kind.CONFLICT,
    "这份身份是在你的钥匙之前封的，由另一位保管员办。",
    "This identity was sealed before your key was made; another custodian has to grant it.",
)
WRONG_PASSPHRASE = define("identity.wrong_passphrase", Kind.FORBIDDEN, "口令不对。", "Wrong passphrase.")
KEY_RESTS = define(
    "identity.key_rests",
    Kind.TOO_MANY,
    "口令错了几次，一小时后再试。",
    "Several wrong passphrases; try again in an hour.",
)
LAST_KEYS = define(
    "identity.last_keys",
    Kind.CONFLICT,
    "至少要有两把有效的保管钥匙，先请别人设好再停用。",
    "Two custodian's keys have to remain; let another be set up first.",
)
OWN_REQUEST = define(
    "identity.own_request",
    Kind.CONFLICT,
    "自己申请的，由别的保管员决定。",
    "Another custodian decides about your own request.",
)
DECIDED = define("identity.decided", Kind.CONFLICT, "已经决定过了。", "This was decided already.")
ASKED_ALREADY = define(
    "identity.asked_already", Kind.CONFLICT, "你对这一件的申请还没有办完。", "Your request for this case is still open."
)
NOT_GRANTED = define("identity.not_granted", Kind.CONFLICT, "还没有批准。", "This has not been granted.")
VIEW_USED = define(
    "identity.view_used",
    Kind.CONFLICT,
    "只能看一次，已经看过或者过期了。",
    "It can be seen once; it was seen, or the time is over.",
)
