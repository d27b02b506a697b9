"""Wire shapes of exports."""

from typing import Any, Literal

from pydantic import Field

from api.core.schemas import In, Line
from api.core.tabular import Language

Format = Literal["csv", "xlsx", "ndjson", "ndjson.gz", "zip"]


class ExportIn(In):
    """A list as a file: the same filters and the same order as on the screen, all pages."""

    kind: Line = Field(
        examples=["schools"],
        description="A list; or `county` with format `zip`: units, schools and persons as a bundle that imports load.",
    )
    format: Format = "xlsx"
    lang: Language = Field(
        "zh-CN",
        description="Language of headings and values; NDJSON holds stored values, and a last line with their number and SHA-256.",
    )
    filter: dict[str, Any] = Field(
        default_factory=dict,
        max_length=50,
        examples=[{"type": ["primary"]}],
        description="As on the list of this kind.",
    )
    sort: str = Field("", max_length=100, description="As on the list of this kind; empty: its own order.")
