"""What is refused of results, adjustments, appeals, outcomes and awards, by code."""

from api.core.errors import Kind, define

# --- Adjustments -----------------------------------------------------------------------------------------------------

ADJUSTMENT_CODE = define(
    "assessment.adjustment_code",
    Kind.UNPROCESSABLE,
    "指标体系没有这一条，可用：{allowed}。",
    "The framework has no such entry; there are: {allowed}.",
)
ADJUSTMENT_LEVEL = define(
    "assessment.adjustment_level",
    Kind.UNPROCESSABLE,
    "加分要写明级别和荣誉名称；级别可用：{allowed}。",
    "A bonus names its level and the honour; levels: {allowed}.",
)
ADJUSTMENT_TIMES = define(
    "assessment.adjustment_times",
    Kind.UNPROCESSABLE,
    "扣分要写明次数，至少一次。",
    "A deduction says how many times, at least once.",
)
ADJUSTMENT_PROOF = define(
    "assessment.adjustment_proof",
    Kind.UNPROCESSABLE,
    "要有佐证材料或文件号。",
    "Evidence or the number of a document is needed.",
)
ADJUSTMENT_DOCUMENT = define(
    "assessment.adjustment_document",
    Kind.UNPROCESSABLE,
    "一票否决要写明认定文件。",
    "A veto names the document that establishes it.",
)
ADJUSTMENT_STATE = define(
    "assessment.adjustment_state",
    Kind.CONFLICT,
    "这条加减分或否决现在不能这样处理，可以：{allowed}。",
    "This cannot be done to the adjustment in its state; what can be: {allowed}.",
)
ADJUSTMENT_CLOSED = define(
    "assessment.adjustment_closed",
    Kind.CONFLICT,
    "评估没有开始或已经定案，不能再提出或认定加减分和否决。",
    "Before a campaign is open, and once it is final, nothing is adjusted.",
)
ADJUSTMENT_KIND = define(
    "assessment.adjustment_kind",
    Kind.UNPROCESSABLE,
    "这里只能提出：{allowed}。",
    "What can be proposed here: {allowed}.",
)
NOT_YOUR_PROPOSAL = define(
    "assessment.not_your_proposal",
    Kind.FORBIDDEN,
    "只有提出的人能撤回。",
    "Only who proposed it can withdraw it.",
)
EVIDENCE_UNKNOWN = define(
    "assessment.evidence_unknown",
    Kind.UNPROCESSABLE,
    "有的佐证材料不存在、已撤回，或不属于这个单位。",
    "Some evidence does not exist, was withdrawn, or is another unit's.",
)
OWN_PROPOSAL = define(
    "assessment.own_proposal",
    Kind.FORBIDDEN,
    "自己提出的要由别人认定。",
    "What you proposed is for someone else to decide.",
)

# --- Results ---------------------------------------------------------------------------------------------------------

NOT_COMPUTED = define(
    "assessment.not_computed",
    Kind.CONFLICT,
    "还没有计算结果，或者有单位变动后没有重新计算。",
    "There are no results yet, or some are older than what they were computed from.",
)
DISAGREEMENTS_DUE = define(
    "assessment.disagreements_due",
    Kind.CONFLICT,
    "还有 {count} 处分歧没有处理，先在“评议”里处理，见各项说明。",
    "There are {count} disagreements to settle in moderation before results are shown; see each entry.",
)
DISAGREEMENT_DUE = define(
    "assessment.disagreement_due",
    Kind.CONFLICT,
    "{unit}的 {code}：两轮相差 {gap} 分。",
    "Item {code} of {unit}: two rounds are {gap} points apart.",
)
QUOTA_BAND = define(
    "assessment.quota_band",
    Kind.UNPROCESSABLE,
    "名额要落在指标体系的等次上，可用：{allowed}。",
    "A quota is for a band of the framework; there are: {allowed}.",
)

# --- Appeals ---------------------------------------------------------------------------------------------------------

APPEAL_WINDOW = define(
    "assessment.appeal_window",
    Kind.CONFLICT,
    "不在申诉期内；公示后 {days} 个工作日内可以申诉。",
    "Appeals are open for {days} working days after the notice.",
)
APPEAL_TAKEN = define(
    "assessment.appeal_taken",
    Kind.CONFLICT,
    "这一项已有申诉。",
    "There is an appeal about this already.",
)
APPEAL_ITEM = define(
    "assessment.appeal_item",
    Kind.UNPROCESSABLE,
    "没有这个指标，或者它不适用于本单位。",
    "There is no such indicator, or it does not apply.",
)
APPEAL_STATE = define(
    "assessment.appeal_state",
    Kind.CONFLICT,
    "申诉现在不能这样处理，可以：{allowed}。",
    "This cannot be done to the appeal in its state; what can be: {allowed}.",
)
APPEAL_TEAM = define(
    "assessment.appeal_team",
    Kind.FORBIDDEN,
    "评分组不能处理对自己评分的申诉。",
    "Who scored does not decide an appeal about the score.",
)
APPEAL_CHANGES = define(
    "assessment.appeal_changes",
    Kind.UNPROCESSABLE,
    "支持申诉的要写明改动，不支持的不能有改动。",
    "An appeal that is upheld says what changes; one that is dismissed changes nothing.",
)
APPEALS_OPEN = define(
    "assessment.appeals_open",
    Kind.CONFLICT,
    "还有 {count} 件申诉没有办结。",
    "There are {count} appeals that are still open.",
)

# --- Publicity and outcomes ------------------------------------------------------------------------------------------

PUBLICITY_RUNNING = define(
    "assessment.publicity_running",
    Kind.CONFLICT,
    "公示期或申诉期还没有结束，最早 {day} 之后。",
    "The period of publicity or of appeals has not ended; not before {day} is over.",
)
OBJECTIONS_OPEN = define(
    "assessment.objections_open",
    Kind.CONFLICT,
    "还有 {count} 条异议没有答复。",
    "There are {count} objections without an answer.",
)
OUTCOME_SCHEMA = define(
    "assessment.outcome_schema",
    Kind.UNPROCESSABLE,
    "读不懂这种结果文件；能读的版本：{known}。",
    "This outcome document cannot be read; known schemas: {known}.",
)

# --- Awards ----------------------------------------------------------------------------------------------------------

AWARD_STATE = define(
    "assessment.award_state",
    Kind.CONFLICT,
    "现在的状态不能这样做，可以：{allowed}。",
    "This cannot be done in its state; what can be: {allowed}.",
)
AWARD_DOCUMENT = define(
    "assessment.award_document",
    Kind.UNPROCESSABLE,
    "要写明情形和文件号。",
    "The ground and the number of the document are needed.",
)
AWARD_UNIT = define(
    "assessment.award_unit",
    Kind.UNPROCESSABLE,
    "没有这个单位，或你不能给它授称号。",
    "There is no such unit, or you cannot give it an award.",
)
AWARD_UNKNOWN = define(
    "assessment.award_unknown",
    Kind.UNPROCESSABLE,
    "没有这个称号，或它不由你授予。",
    "There is no such award, or it is not yours to give.",
)
AWARD_ISSUER = define(
    "assessment.award_issuer",
    Kind.UNPROCESSABLE,
    "一份公示里的称号要由同一单位授予；这一个由别的单位授予。",
    "One notice is about awards of one bureau; this one is given by another.",
)
AWARD_TAKEN = define(
    "assessment.award_taken",
    Kind.CONFLICT,
    "这个单位在本次评估中已有同一称号。",
    "The unit has this award from the campaign already.",
)
AWARD_OUTCOME = define(
    "assessment.award_outcome",
    Kind.UNPROCESSABLE,
    "称号要依据已定案的结果，且没有否决、不在黑名单内。",
    "An award rests on a final outcome, without a veto, and not while the unit is on the blacklist.",
)
BARRED = define(
    "assessment.barred",
    Kind.UNPROCESSABLE,
    "这个单位在限制期内，不能申报。",
    "The unit is barred from applying for now.",
)

# --- Moves to a newer version ----------------------------------------------------------------------------------------

MIGRATION_TARGET = define(
    "assessment.migration_target",
    Kind.UNPROCESSABLE,
    "只能换用同一指标体系后来发布、仍在用的版本。",
    "A campaign moves to a version of the same framework that was published later and is in force.",
)
PREVIEW_STALE = define(
    "assessment.preview_stale",
    Kind.CONFLICT,
    "预览之后情况有变，请重新预览再确认。",
    "Things have changed since the preview; look at a new one before you confirm.",
)
MIGRATION_ADJUSTMENTS = define(
    "assessment.migration_adjustments",
    Kind.CONFLICT,
    "有加分、扣分或否决在新版里没有，先撤回或解除，见各项说明。",
    "Some bonuses, deductions or vetoes are unknown to the new version; withdraw or lift them first, see each entry.",
)
MIGRATION_CODES = define(
    "assessment.migration_codes",
    Kind.CONFLICT,
    "新版没有：{codes}。",
    "Unknown to the new version: {codes}.",
)
