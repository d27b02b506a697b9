"""The rules that wiring has brought together. Not from the database: they are part of the product."""

import json

from api.checks.ports import Suite, ports
from api.checks.rules.rule import Rule, Vector
from api.checks.schemas.rules import CheckRuleOut, CheckRuleRow, CheckRules, CheckVector, InBoth, SoundRecord
from api.core.errors import NOT_FOUND, Refused


def list_rules() -> CheckRules:
    """Every rule of every suite."""
    return CheckRules(items=[_row(rule, suite) for suite in ports.suites.values() for rule in suite.rules])


def get_rule(rule_id: str) -> CheckRuleOut:
    """One rule with its examples. Errors: `not_found`."""
    for suite in ports.suites.values():
        for rule in suite.rules:
            if rule.id == rule_id:
                return CheckRuleOut(**_row(rule, suite).model_dump(), vectors=list(map(_vector, rule.vectors)))
    raise Refused(NOT_FOUND)


def get_sound_record(suite: str) -> SoundRecord:
    """The record that the examples of a suite change. Errors: `not_found`."""
    if suite not in ports.suites:
        raise Refused(NOT_FOUND)
    return SoundRecord(suite=suite, record=json.loads(ports.suites[suite].sound_record()))


def _row(rule: Rule, suite: Suite) -> CheckRuleRow:
    return CheckRuleRow(
        id=rule.id,
        family=rule.family,
        suite=suite.name,
        name=InBoth(**rule.name._asdict()),
        text=InBoth(**rule.text._asdict()),
        severities=list(rule.severities),
        basis=list(rule.basis),
        subject=rule.subject,
        needs=list(rule.needs),
        limits=dict(rule.limits),
        across=rule.across,
        restricted=rule.restricted,
    )


def _vector(vector: Vector) -> CheckVector:
    return CheckVector(
        said=InBoth(**vector.said._asdict()),
        about=vector.about,
        changes=dict(vector.changes),
        answer=vector.answer,  # type: ignore[arg-type]  # pydantic makes the enum of the word
        severity=vector.severity,  # type: ignore[arg-type]
    )
