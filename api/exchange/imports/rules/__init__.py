"""The life of an import, what may be asked of it, and its limits. Pure."""

from api.exchange.imports.rules.options import (
    READING,
    Atomic,
    OnBlank,
    key_field,
    option_violations,
    references,
)
from api.exchange.imports.rules.states import (
    ENDED,
    RUNNING,
    STEPS,
    Guard,
    ImportState,
    ImportVerb,
    Standing,
    Step,
    Who,
    may,
    person_step,
    step,
    verbs,
)

__all__ = [
    "ENDED",
    "READING",
    "RUNNING",
    "STEPS",
    "Atomic",
    "Guard",
    "ImportState",
    "ImportVerb",
    "OnBlank",
    "Standing",
    "Step",
    "Who",
    "key_field",
    "may",
    "option_violations",
    "person_step",
    "references",
    "step",
    "verbs",
]
