"""The numbers that rules measure with: defaults, which a policy's `limits` may change.

No national number is known for schools; what schools and counties print is the default, and its source stands beside it.
"""

from typing import NamedTuple


class Limit(NamedTuple):
    """A number with its unit and where it comes from."""

    default: int
    unit: str
    zh: str
    en: str
    source: str


LIMITS: dict[str, Limit] = {
    "topic_days": Limit(2, "days", "议题会前提交", "Topic handed in before the meeting", "泰安长城中学议事规则"),
    "notice_days": Limit(2, "days", "会前通知和材料", "Notice and papers before the meeting", "泰安长城中学议事规则"),
    "comment_days": Limit(30, "days", "公开征求意见", "Public comment", "国务院令第713号"),
    "ratify_days": Limit(
        7, "days", "紧急决定追认", "Ratification of an emergency decision", "教监〔2011〕7号; default"
    ),
    "minutes_days": Limit(2, "working_days", "纪要印发", "Minutes issued", "学校会议制度 (2 日内)"),
    "record_days": Limit(30, "days", "会后录入", "Recorded after the meeting", "default"),
    "taken_up_days": Limit(90, "days", "缓议事项再议", "Deferred topic taken up again", "default"),
    "notice_days_appointment": Limit(5, "working_days", "任免公示", "Public notice of appointments", "default"),
    "notice_days_project": Limit(3, "working_days", "项目公示", "Public notice of projects", "大庄学校 2023"),
    "disclosure_days": Limit(20, "working_days", "信息公开", "Disclosure", "县级公开目录 (20 个工作日)"),
    "pre_filing_days": Limit(2, "working_days", "事前报备", "Filing before", "学院报备办法"),
    "post_filing_days": Limit(5, "working_days", "事后报备", "Filing after", "default"),
    "post_filing_red_days": Limit(30, "working_days", "事后报备严重逾期", "Filing gravely late", "default"),
    "answer_days": Limit(3, "working_days", "主管部门答复", "Answer of the bureau", "学院报备办法"),
    "execution_days": Limit(30, "days", "执行情况首次记录", "First report of execution", "default"),
    "evaluation_days": Limit(60, "days", "完成后评估", "Evaluation after completion", "default"),
    "overspend_percent": Limit(10, "percent", "超支须再决策", "Overspending that needs a new decision", "default"),
    "split_vote_percent": Limit(33, "percent", "分歧较大", "Large disagreement", "教监〔2011〕7号; default"),
    "copy_percent": Limit(90, "percent", "制度照抄上级", "Policy copied from above", "default"),
    "same_text_percent": Limit(95, "percent", "纪要雷同", "Minutes alike", "default"),
    "meeting_gap_days": Limit(62, "days", "党组织会议间隔", "Between two party meetings", "垫江县纪委通报 2021"),
    "awards_a_year": Limit(3, "times", "同一供应商年成交", "Awards to one supplier a year", "default"),
    "spend_share_percent": Limit(40, "percent", "同一供应商占比", "Share of one supplier", "default"),
    "price_percent": Limit(20, "percent", "单价高于同类", "Unit price above peers", "default"),
    "emergencies_a_year": Limit(2, "times", "紧急程序", "Emergency route", "default"),
    "near_percent": Limit(80, "percent", "接近限额", "Near the threshold", "default"),
    "topics_fast": Limit(5, "topics", "快速过会的议题数", "Topics of a hasty meeting", "default"),
    "minutes_per_topic": Limit(3, "minutes", "每题最短时间", "Least time for a topic", "default"),
}
