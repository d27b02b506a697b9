"""Answers to what a category asks beside the text: known questions only, each in its form. They are sealed with the text."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.complaints import errors_vault as errors
from api.core.errors import Violation

_MONEY = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)


def violations(fields: Iterable[Mapping[str, Any]], answers: Mapping[str, str]) -> list[Violation]:
    """What is wrong with the answers to these questions. A required one may be left out under 14 and by telephone."""
    asked = {field["code"]: field for field in fields}
    found = []
    for code, answer in sorted(answers.items()):
        place = f"/answers/{code}"
        if code not in asked:
            found.append(Violation(errors.ANSWER_UNKNOWN, place))
        elif not _fits(asked[code], answer):
            found.append(Violation(errors.ANSWER_UNFIT, place))
    return found


def _fits(field: Mapping[str, Any], answer: str) -> bool:
    match field["kind"]:
        case "choice":
            return answer in {choice["code"] for choice in field["choices"]}
        case "boolean":
            return answer in ("true", "false")
        case "money":
            return _MONEY.fullmatch(answer) is not None
        case "date":
            return _is_day(answer)
    return True


def _is_day(answer: str) -> bool:
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False
