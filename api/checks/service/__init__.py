"""Verbs of checks: running rules, the life of findings."""

from api.checks.service.assigning import assign, assign_all
from api.checks.service.comparing import evidence_of
from api.checks.service.findings import rectify, take_step
from api.checks.service.following import FOLLOWER, NIGHT, SCHEDULE, run_unit
from api.checks.service.running import recheck
from api.checks.service.weighing import weigh

__all__ = [
    "FOLLOWER",
    "NIGHT",
    "SCHEDULE",
    "assign",
    "assign_all",
    "evidence_of",
    "recheck",
    "rectify",
    "run_unit",
    "take_step",
    "weigh",
]
