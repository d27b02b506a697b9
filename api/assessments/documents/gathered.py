"""What the documents are made of, as one state of the data has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.rounds import Round, RoundState
from api.core.points import Points
from api.core.tabular import Language
from api.frameworks.rules.scoring import Scorer


@dataclass(frozen=True, slots=True)
class About:
    """The campaign that a document is of, and in which language and when it is made."""

    title: str
    code: str
    cycle: str
    first_on: date
    last_on: date
    bureau: str
    framework: str
    state: CampaignState
    scorer: Scorer
    as_of: datetime
    language: Language = "zh-CN"

    def say(self, zh: str, en: str) -> str:
        """The words in the document's language."""
        return en if self.language == "en" else zh

    @property
    def final(self) -> bool:
        """Whether its results are frozen."""
        return self.state in (CampaignState.FINAL, CampaignState.ARCHIVED)

    def band(self, code: str | None) -> str:
        """What a grade of the framework is called; a dash where there is none."""
        bands = [band for scale in self.scorer.framework.scales[:1] for band in scale.bands]
        return next((band.label.text(self.language) for band in bands if band.code == code), "—")


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round: where it stands, and what it gives each indicator (parents too; None: does not apply)."""

    round: Round
    state: RoundState
    team: str | None = None
    submitted_on: date | None = None
    late: bool = False
    total: Points | None = None
    values: Mapping[str, Points | None] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a school came to. `document_hash` and `number` are those of a frozen outcome, `reasons` say what barred more."""

    total: Points
    base: Points
    bonus: Points
    deducted: Points
    grade: str | None
    places: Mapping[str, int]
    vetoed: bool
    values: Mapping[str, Points | None]
    reasons: tuple[str, ...] = ()
    number: int | None = None
    document_hash: str = ""


@dataclass(frozen=True, slots=True)
class Contested:
    """Two rounds that lie far apart on an item, how that was explained, and settled."""

    code: str
    earlier: Round
    later: Round
    gap: Points
    explanation: str | None
    ruling: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Rectification: problems that are solved, under way, and not begun."""

    done: int = 0
    begun: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.begun + self.none


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """One school in the campaign. `progress` is None where nobody tells of rectification."""

    name: str
    code: str | None
    district: str | None
    type: str
    rounds: tuple[RoundFacts, ...] = ()
    standing: Standing | None = None
    contested: tuple[Contested, ...] = ()
    progress: Progress | None = None
    self_total: Points | None = None
    district_total: Points | None = None
    county_total: Points | None = None

    @property
    def gap(self) -> Points | None:
        """The self-assessment above the county's, in points."""
        if self.self_total is None or self.county_total is None:
            return None
        return Points(self.self_total - self.county_total)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many schools of a district there are, take part, and have come how far. `district` None: directly below."""

    district: str | None
    schools: int
    enrolled: int
    handed_in: Mapping[Round, int]


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A whole campaign: schools in the order of the ranking, then those without a result."""

    coverage: Sequence[Coverage]
    rounds: tuple[Round, ...]
    schools: Sequence[SchoolFacts]
    progress: Progress | None = None
