"""The words of the log in both languages, for documents, exports and labels (中文, English)."""

from collections.abc import Mapping

Words = tuple[str, str]

MEETING_TYPES: Mapping[str, Words] = {
    "party_organization_meeting": ("党组织会议", "Party organization meeting"),
    "principal_office_meeting": ("校长办公会议", "Principal's office meeting"),
    "party_branch_assembly": ("支部党员大会", "Party branch assembly"),
    "staff_congress": ("教职工代表大会", "Staff congress"),
    "school_affairs_committee": ("校务委员会", "School affairs committee"),
}
MEETING_FORMS: Mapping[str, Words] = {
    "in_person": ("现场会议", "In person"),
    "video": ("视频会议", "By video"),
    "circulation": ("传阅会签", "By circulation"),
}
MEETING_STATES: Mapping[str, Words] = {
    "draft": ("草稿", "Draft"),
    "submitted": ("已提交", "Submitted"),
    "filed": ("已归档", "Filed"),
}
CATEGORIES: Mapping[str, Words] = {
    "major_decision": ("重大决策", "Major decision"),
    "personnel_appointment": ("重要人事任免", "Appointment"),
    "major_project": ("重大项目安排", "Major project"),
    "large_fund_use": ("大额度资金使用", "Large fund use"),
}
RESULTS: Mapping[str, Words] = {
    "passed": ("通过", "Passed"),
    "passed_with_changes": ("修改后通过", "Passed with changes"),
    "rejected": ("否决", "Rejected"),
    "deferred": ("缓议", "Deferred"),
}
STATUSES: Mapping[str, Words] = {
    "decided": ("已决议", "Decided"),
    "publicized": ("已公示", "Publicized"),
    "filed": ("已报备", "Filed"),
    "executing": ("执行中", "Executing"),
    "completed": ("已完成", "Completed"),
    "evaluated": ("已评估", "Evaluated"),
    "suspended": ("已中止", "Suspended"),
    "superseded": ("已被替代", "Superseded"),
}
METHODS: Mapping[str, Words] = {
    "oral": ("口头", "Oral"),
    "show_of_hands": ("举手", "Show of hands"),
    "signed_ballot": ("记名投票", "Signed ballot"),
    "secret_ballot": ("无记名投票", "Secret ballot"),
    "principal_decides": ("校长决定", "Principal decides"),
}
BALLOTS: Mapping[str, Words] = {
    "for": ("同意", "For"),
    "against": ("不同意", "Against"),
    "abstain": ("弃权", "Abstained"),
    "recused": ("回避", "Recused"),
    "absent": ("缺席", "Absent"),
    "not_voting": ("未表决", "Did not vote"),
}
STANCES: Mapping[str, Words] = {
    "agree": ("同意", "Agrees"),
    "disagree": ("不同意", "Disagrees"),
    "suggestion": ("建议", "Suggests"),
}
ROLES: Mapping[str, Words] = {
    "voting_member": ("应到成员", "Member"),
    "sit_in": ("列席", "Sits in"),
    "recorder": ("记录", "Recorder"),
    "invited_supervisor": ("受邀监督", "Invited supervisor"),
}
PRESENCES: Mapping[str, Words] = {
    "present": ("到会", "Present"),
    "late": ("迟到", "Late"),
    "absent": ("缺席", "Absent"),
    "leave": ("请假", "On leave"),
}
ADVISERS: Mapping[str, Words] = {
    "legal": ("法律顾问", "Legal adviser"),
    "finance": ("财务人员", "Finance"),
    "staff_delegate": ("教职工代表", "Staff delegate"),
    "expert": ("专家", "Expert"),
    "other": ("其他", "Other"),
}
TOPIC_STATUSES: Mapping[str, Words] = {
    "draft": ("草稿", "Draft"),
    "submitted": ("已提出", "Submitted"),
    "scheduled": ("已列入议程", "Scheduled"),
    "discussed": ("已研究", "Discussed"),
    "deferred": ("缓议", "Deferred"),
    "withdrawn": ("撤回", "Withdrawn"),
}
STEPS: Mapping[str, Words] = {
    "research": ("调研", "Research"),
    "consultation": ("征求意见", "Consultation"),
    "expert": ("专家论证", "Expert argument"),
    "risk": ("风险评估", "Risk assessment"),
    "legality": ("合法性审查", "Legality review"),
    "publicity_comment": ("公开征求意见", "Public comment"),
    "staff_congress": ("教代会审议", "Staff congress"),
    "discipline_opinion": ("书面征求纪检意见", "Discipline opinion"),
    "parent_committee": ("征求家委会意见", "Parent committee"),
    "secretary_principal_talk": ("书记校长会前沟通", "Secretary and principal talk"),
}
FILING_KINDS: Mapping[str, Words] = {
    "pre_filing": ("事前报备", "Filing before"),
    "approval": ("报批", "For approval"),
    "post_filing": ("事后报备", "Filing after"),
}
FILING_ANSWERS: Mapping[str, Words] = {
    "noted": ("备案", "Noted"),
    "approved": ("批准", "Approved"),
    "objected": ("有异议", "Objected"),
}
SPEND_TYPES: Mapping[str, Words] = {
    "goods": ("货物", "Goods"),
    "works": ("工程", "Works"),
    "services": ("服务", "Services"),
    "hospitality": ("接待", "Hospitality"),
    "travel": ("考察差旅", "Travel"),
    "other": ("其他", "Other"),
    "treasury_remittance": ("上缴国库", "Treasury remittance"),
    "utilities": ("水电费", "Utilities"),
    "salary": ("工资社保", "Salaries"),
    "student_aid": ("学生资助", "Student aid"),
    "tax": ("代扣税款", "Tax"),
    "settlement": ("往来结算", "Settlement"),
}
BUDGET_STATES: Mapping[str, Words] = {
    "budgeted": ("预算内", "Budgeted"),
    "unbudgeted": ("预算外", "Unbudgeted"),
}
PURCHASE_METHODS: Mapping[str, Words] = {
    "direct": ("直接采购", "Direct"),
    "inquiry": ("询价", "Inquiry"),
    "comparison": ("比选", "Comparison"),
    "negotiation": ("谈判磋商", "Negotiation"),
    "open_tender": ("公开招标", "Open tender"),
    "central": ("集中采购", "Central"),
    "single_source": ("单一来源", "Single source"),
}
CONFIDENTIALITIES: Mapping[str, Words] = {
    "public": ("公开", "Public"),
    "internal": ("内部", "Internal"),
    "confidential": ("涉密", "Confidential"),
}
ELEMENTS: Mapping[str, Words] = {
    "time": ("时间", "Time"),
    "place": ("地点", "Place"),
    "chair": ("主持人", "Chair"),
    "attendees": ("出席人", "Attendees"),
    "recorder": ("记录人", "Recorder"),
    "topics": ("议题", "Topics"),
    "background": ("议题背景", "Background"),
    "discussion": ("讨论情况", "Discussion"),
    "resolution": ("决议", "Resolution"),
    "responsibility": ("责任人和期限", "Responsible person and day"),
    "attachments": ("附件", "Attachments"),
}
