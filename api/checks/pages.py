"""The rules as a page for people: docs/checks.md is written by this, and a test holds it to the code."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from api.checks.rules.answers import BLUE, RED, YELLOW
from api.checks.rules.findings import FINDING_STEPS
from api.checks.rules.rule import Rule, Vector

SEVERITY_WORDS = {RED: "红 red", YELLOW: "黄 yellow", BLUE: "蓝 blue"}
_HEAD = """# 自动检查规则 Check rules

Written by `qinglian check-rules` from the rules themselves; do not edit by hand.

Every rule answers *pass*, *fail*, *not applicable* or *insufficient data*. What a school does not record is never a
pass: evaluability, the share of applicable questions that had data, is shown beside every result. The examples are test
vectors: the sound record (`GET /api/v1/check-rules/sound-records/decisions`) with the changes named there
(`GET /api/v1/check-rules/{id}`) gives the answer printed here. Numbers in limits are defaults; a policy may change them.
"""


def rules_page(rules: Iterable[Rule]) -> str:
    """The page: the life of findings, then the rules family by family."""
    parts = [_HEAD, *_life()]
    for family, members in groupby(rules, key=lambda rule: rule.family):
        parts.append(f"## {family}\n")
        parts += [_rule(rule) for rule in members]
    return "\n".join(parts)


def _life() -> Iterator[str]:
    yield "## 监督发现 The life of a finding\n"
    yield "| state | verb | then | permission | besides |\n|---|---|---|---|---|"
    for (state, verb), step in FINDING_STEPS.items():
        besides = [step.who.value] * (step.who.value != "any") + ["text"] * step.text
        yield f"| {state} | {verb} | {step.after} | {step.needs} | {', '.join(besides)} |"
    yield ""


def _rule(rule: Rule) -> str:
    severity = "/".join(SEVERITY_WORDS[one] for one in rule.severities)
    flags = ["多条记录 across records"] * rule.across + ["仅纪检组 inspection team only"] * rule.restricted
    lines = [
        f"### {rule.id} {rule.name.zh} {rule.name.en}",
        "",
        f"{rule.text.zh}",
        "",
        f"{rule.text.en}",
        "",
        f"- {'；'.join([severity, *flags])}",
        f"- 依据 basis: {'；'.join(rule.basis)}",
        f"- 数据 data: {', '.join(f'`{one}`' for one in rule.needs)}",
    ]
    if rule.limits:
        lines.append(f"- 参数 limits: {', '.join(f'`{name}` = {value}' for name, value in rule.limits.items())}")
    lines += ["", "| 示例 example | answer |", "|---|---|", *map(_example, rule.vectors), ""]
    return "\n".join(lines)


def _example(vector: Vector) -> str:
    severity = f" ({vector.severity})" if vector.severity else ""
    return f"| {vector.said.zh} · {vector.said.en} | {vector.answer}{severity} |"
