"""What has a code and a name."""

from dataclasses import dataclass

from api.frameworks.rules.sentences import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """`code` is unique among its like and stable; `title_en` may be empty."""

    code: str
    title: str
    title_en: str = ""

    @property
    def label(self) -> Label:
        """Its name in both languages."""
        return Label(self.title, self.title_en)
