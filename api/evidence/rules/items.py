"""What an item of evidence may say of itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from api.core.errors import Violation
from api.evidence import errors
from api.evidence.rules.categories import CATEGORIES

Facts = Mapping[str, Any]
MAX_TAGS = 10
MAX_FILES = 50


class SourceType(StrEnum):
    """Where an item comes from; others are named by the domains that make evidence."""

    MANUAL = "manual"  # someone filed it


def item_violations(facts: Facts, today: date) -> Iterator[Violation]:
    """Everything that is wrong with the facts of an item, all at once.

    The period is what the item shows, apart from when it was uploaded: minutes of September may be filed in November,
    those of next month cannot be filed today. It may run on (`period_to` after today), as rules and plans do.
    """
    if facts["category"] not in CATEGORIES:
        yield Violation(errors.CATEGORY_UNKNOWN, "/category", params={"allowed": ", ".join(CATEGORIES)})
    begins, ends = facts["period_from"], facts["period_to"]
    if ends is not None and begins is not None and ends < begins:
        yield Violation(errors.PERIOD_REVERSED, "/period_to")
    if begins is not None and begins > today:
        yield Violation(errors.PERIOD_FUTURE, "/period_from")


def file_violations(file_ids: Sequence[UUID]) -> Iterator[Violation]:
    """Files that are listed more than once."""
    for index, file_id in enumerate(file_ids):
        if file_id in file_ids[:index]:
            yield Violation(errors.FILE_REPEATED, f"/file_ids/{index}")


def normal_tags(tags: Sequence[str]) -> list[str]:
    """Tags without repetitions, in a fixed order."""
    return sorted(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
