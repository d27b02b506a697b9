"""Tables of the decision log."""

from api.decisions.models.decisions import (
    Decision,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
)
from api.decisions.models.meetings import (
    SEARCH,
    FiledMeeting,
    Meeting,
    MeetingAttendance,
    MeetingMinutes,
    MeetingTopic,
    TopicStep,
    TopicVoice,
)
from api.decisions.models.money import Contract, Payment, Supplier
from api.decisions.models.policies import (
    DecisionChange,
    DecisionMatter,
    DecisionPolicy,
    RelationDeclaration,
    TeamAbsence,
)

__all__ = [
    "SEARCH",
    "Contract",
    "Decision",
    "DecisionChange",
    "DecisionEvaluation",
    "DecisionExecution",
    "DecisionFiling",
    "DecisionMatter",
    "DecisionPolicy",
    "DecisionProgress",
    "DecisionPublicity",
    "FiledMeeting",
    "Meeting",
    "MeetingAttendance",
    "MeetingMinutes",
    "MeetingTopic",
    "Payment",
    "RelationDeclaration",
    "Supplier",
    "TeamAbsence",
    "TopicStep",
    "TopicVoice",
]
