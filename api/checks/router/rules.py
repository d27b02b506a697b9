"""Rules over HTTP: what is asked, on what basis, with examples that anyone can test another program with."""

from typing import Annotated

from fastapi import Path

from api.access.guard import Requires
from api.access.permissions import Permission
from api.checks import queries
from api.checks.schemas.rules import CheckRuleOut, CheckRules, SoundRecord
from api.core.context import Context
from api.core.routing import Router

router = Router(prefix="/check-rules", tags=["checks"])

Reads = Annotated[Context, Requires(Permission.CHECK_READ)]
Suite = Annotated[str, Path(max_length=20, examples=["decisions"])]
RuleId = Annotated[str, Path(max_length=10, examples=["MTG-03"])]


@router.get("", summary="List check rules 规则列表")
def list_check_rules(_ctx: Reads) -> CheckRules:
    """Every rule with its text, basis, data and parameters, in the order of their numbers."""
    return queries.list_rules()


@router.get("/sound-records/{suite}", summary="Read the sound record 示例记录")
def get_sound_record(_ctx: Reads, suite: Suite) -> SoundRecord:
    """The record in good order that the examples of the rules change, place by place."""
    return queries.get_sound_record(suite)


@router.get("/{rule_id}", summary="Read a check rule 规则详情")
def get_check_rule(_ctx: Reads, rule_id: RuleId) -> CheckRuleOut:
    """One rule with its examples, which are its test vectors: for each of the four answers at least one."""
    return queries.get_rule(rule_id)
