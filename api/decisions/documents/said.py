"""What the documents of the log have in common: language, time, and words for what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.core import clock, money
from api.core.tabular import Language
from api.decisions.rules.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """Of which school a document is, when it is made, and in which language."""

    school: str
    as_of: datetime
    language: Language = "zh-CN"

    def say(self, zh: str, en: str) -> str:
        """The words in the document's language."""
        return en if self.language == "en" else zh

    def word(self, table: Mapping[str, Words], code: Any) -> str:
        """The word of a code; a dash where there is none."""
        return table[code][self.language == "en"] if code else "—"

    def moment(self, value: datetime | None) -> str:
        """A time as people read it."""
        return f"{value.astimezone(clock.zone()):%Y-%m-%d %H:%M}" if value else "—"

    def yuan(self, value: int | None) -> str:
        """A sum with its unit."""
        return "—" if value is None else f"{money.grouped(value)} {self.say('元', 'CNY')}"

    def joined(self, names: Any) -> str:
        """Names in a row; a dash where there are none."""
        return self.say("、", ", ").join(names) or "—"
