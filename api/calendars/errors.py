"""What the calendar refuses, by code."""

from api.core.errors import Kind, define

PERIOD_REVERSED = define(
    "calendar.period_reversed",
    Kind.BAD_REQUEST,
    "结束日期不能早于开始日期。",
    "The last day must not lie before the first.",
)
PERIOD_TOO_LONG = define(
    "calendar.period_too_long", Kind.BAD_REQUEST, "一次最多取 {limit} 天。", "At most {limit} days at a time."
)
OUT_OF_BOUNDS = define(
    "calendar.out_of_bounds",
    Kind.BAD_REQUEST,
    "日期要在 {first} 至 {last} 之间。",
    "The date must lie between {first} and {last}.",
)
COUNTS_FOR_EVERYONE = define(
    "calendar.counts_for_everyone",
    Kind.FORBIDDEN,
    "年度放假表对所有单位生效，只能由管理范围覆盖所有单位的人维护。",
    "A year's table counts for every unit; only someone whose reach covers them all may change it.",
)

# Faults of a year's table
DATE_OUTSIDE_YEAR = define(
    "calendar.date_outside_year",
    Kind.UNPROCESSABLE,
    "日期不在 {year} 年；上一年十二月的调整要写进上一年的表。",
    "The date is not in {year}; what a notice moves in the December before belongs into the table of that year.",
)
DATE_TWICE = define("calendar.date_twice", Kind.UNPROCESSABLE, "这个日期重复了。", "This date is listed twice.")
HOLIDAY_AND_MAKE_UP = define(
    "calendar.holiday_and_make_up",
    Kind.UNPROCESSABLE,
    "同一天不能既放假又调休上班。",
    "A day cannot be both a holiday and a make-up working day.",
)
MAKE_UP_ON_WEEKDAY = define(
    "calendar.make_up_on_weekday",
    Kind.UNPROCESSABLE,
    "调休上班日只能是周六或周日，周一至周五本来就上班。",
    "A make-up working day is a Saturday or a Sunday; Monday to Friday is worked anyway.",
)
NO_HOLIDAYS = define("calendar.no_holidays", Kind.UNPROCESSABLE, "放假日不能为空。", "The list of holidays is empty.")
STATUTORY_HOLIDAY_MISSING = define(
    "calendar.statutory_holiday_missing",
    Kind.UNPROCESSABLE,
    "缺少法定节日 {date}（《全国年节及纪念日放假办法》第二条）。",
    "The statutory holiday {date} is missing (全国年节及纪念日放假办法, article 2).",
)

# Faults of a school year's terms
TERM_MISSING = define(
    "calendar.term_missing", Kind.UNPROCESSABLE, "第一学期和第二学期要一起给出。", "Give both terms of the school year."
)
TERM_TWICE = define("calendar.term_twice", Kind.UNPROCESSABLE, "这个学期重复了。", "This term is listed twice.")
TERM_REVERSED = define(
    "calendar.term_reversed",
    Kind.UNPROCESSABLE,
    "学期结束日期不能早于开始日期。",
    "A term must not end before it starts.",
)
TERMS_OVERLAP = define(
    "calendar.terms_overlap",
    Kind.UNPROCESSABLE,
    "第二学期要在第一学期结束之后开始。",
    "The second term must start after the first has ended.",
)
DATE_OUTSIDE_SCHOOL_YEAR = define(
    "calendar.date_outside_school_year",
    Kind.UNPROCESSABLE,
    "日期要在 {first} 至 {last} 之间。",
    "The date must lie between {first} and {last}.",
)
