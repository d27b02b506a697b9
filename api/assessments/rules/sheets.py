"""The sheet of one school: what its rounds come to, what applies, what was adjusted, what other domains know."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.assessments.rules.adjustments import Adjusted
from api.assessments.rules.combining import Combined
from api.core.points import Points
from api.frameworks.rules.scoring import Sheet


@dataclass(frozen=True, slots=True)
class Outside:
    """What a sheet takes from beyond the rounds: metrics of other domains, and serious findings that are open."""

    metrics: Mapping[str, Points]
    open_serious_findings: int = 0


def sheet_of(combined: Combined, not_applicable: frozenset[str], adjusted: Adjusted, outside: Outside) -> Sheet:
    """Ready to be scored. Entries of items that do not apply stay out: they neither count nor stand in a document."""
    absent = not_applicable | combined.not_applicable
    return Sheet(
        items={code: inputs for code, inputs in combined.items.items() if code not in absent},
        not_applicable=absent,
        overrides={code: one for code, one in combined.overrides.items() if code not in absent},
        awards=adjusted.awards,
        deductions=adjusted.deductions,
        vetoes=adjusted.vetoes,
        metrics=outside.metrics,
        open_serious_findings=outside.open_serious_findings,
    )
