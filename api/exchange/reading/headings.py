"""Which column of a file is which field: proposed by headings in any order, language and spelling."""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.core.errors import ErrorSpec
from api.core.intake import CellKind, Field, RowSpec, Sheet
from api.exchange.reading import values
from api.exchange.reading.asked import Look
from api.exchange.reading.mapping import CellSplit, ColumnIn, MappingIn, SkipIn

TOTALS = ("合计", "总计", "小计")
# The template's rows of examples begin like this.
EXAMPLE = ("示例行，导入时跳过", "Example, skipped by imports")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}")
_MARKS = re.compile(r"[\s*★:.,、/\\_\-\u3000()\[\]<>{}\"'?!]")
_BRACKETED = re.compile(r"^\[[^\]]+\].+$")
_LIKELY = 0.8
_UNSURE = 0.6
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y")


class Confidence(StrEnum):
    """How far a proposal can be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one column; `samples` are its first different values."""

    index: int
    heading: str
    to: str | None
    confidence: Confidence
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to start from, and how sure each of its columns is; in the order of the file."""

    mapping: MappingIn
    columns: tuple[Proposed, ...]

    @property
    def alike(self) -> tuple[str, ...]:
        """Headings that fill a field, and that another column bears as well: which one is meant, a person has to say."""
        count = Counter(known(column.heading) for column in self.columns)
        alike = (column.heading for column in self.columns if column.to and count[known(column.heading)] > 1)
        return tuple(dict.fromkeys(alike))


def propose(look: Look, spec: RowSpec | Sheet) -> Proposal:
    """How this file may be read as rows of this type. Each field is proposed once, where it fits best."""
    chosen, count = _chosen(look.headers, spec.fields), Counter(map(known, look.headers))
    columns, shown = [], []
    for place, heading in enumerate(look.headers):
        samples = _samples(look, place)
        field, score = chosen.get(place, (None, 0.0))
        confidence = _confidence(score if count[known(heading)] == 1 else min(score, _UNSURE))
        shown.append(Proposed(place, heading, field.name if field else None, confidence, samples[:3]))
        columns.append(_column(look.headers, place, field, samples))
    cells = [cell.strip() for row in look.sample for cell in row]
    skip = [SkipIn(equals=word) for word in TOTALS]
    skip += [SkipIn(starts=words) for words in EXAMPLE if any(cell.startswith(words) for cell in cells)]
    second = look.second_header or _is_head(look, chosen)
    # What was found of the file is left open: the next file with these headings may be written otherwise.
    return Proposal(MappingIn(type=spec.name, columns=columns, skip=skip, second_header=second), tuple(shown))


def known(heading: str) -> str:
    """A heading to compare by: without blanks, marks for 'required', case and width."""
    return _MARKS.sub("", values.plain(heading))


def _without_asides(heading: str) -> str:
    plain = values.plain(heading)
    return _MARKS.sub("", _ASIDE.sub("", plain))


def _names(field: Field) -> set[str]:
    return {known(name) for name in (field.name, *field.heading, *field.aliases) if name}


def _score(heading: str, names: set[str]) -> float:
    full, short = known(heading), _without_asides(heading)
    if not full:
        return 0
    if full in names:
        return 1
    if short and short in names:
        return 0.95
    return max(difflib.SequenceMatcher(None, short or full, name).ratio() for name in names) * 0.94


def _chosen(headers: Sequence[str], fields: Sequence[Field]) -> Mapping[int, tuple[Field, float]]:
    scored = sorted(
        (-_score(heading, _names(field)), place, order)
        for place, heading in enumerate(headers)
        for order, field in enumerate(fields)
    )
    chosen: dict[int, tuple[Field, float]] = {}
    used: set[int] = set()
    for score, place, order in scored:
        if -score >= _UNSURE and place not in chosen and order not in used:
            chosen[place] = fields[order], -score
            used.add(order)
    return chosen


def _confidence(score: float) -> Confidence:
    if score == 1:
        return Confidence.SURE
    if score >= _LIKELY:
        return Confidence.LIKELY
    return Confidence.UNSURE if score >= _UNSURE else Confidence.NONE


def _samples(look: Look, place: int) -> tuple[str, ...]:
    cells = (row[place].strip() for row in look.sample if place < len(row))
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def _column(headers: Sequence[str], place: int, field: Field | None, samples: Sequence[str]) -> ColumnIn:
    """The column by its heading, or by its place where the heading tells nothing."""
    heading = headers[place]
    source = heading if heading and len(heading) <= 200 and headers.count(heading) == 1 else place  # noqa: PLR2004
    if field is None:
        return ColumnIn(source=source)
    if field.kind in (CellKind.TEXT, CellKind.CODE, CellKind.REFERENCE) and samples and _all(_BRACKETED, samples):
        name = f"(?P<{field.name}>"
        text = field.kind is CellKind.TEXT
        return ColumnIn(
            source=source, split=CellSplit(pattern=rf"^\[[^\]]*\]{name}.+)$" if text else rf"^\[{name}[^\]]+)\]")
        )
    return ColumnIn(source=source, to=field.name, date=_date(samples) if field.kind is CellKind.DATE else None)


def _all(pattern: re.Pattern[str], samples: Sequence[str]) -> bool:
    return all(pattern.match(sample) for sample in samples)


def _date(samples: Sequence[str]) -> str | None:
    """The one form that reads all samples; None when no form is needed, or several would do."""
    unread = [sample for sample in samples if isinstance(values.day(sample, None), ErrorSpec)]
    fitting = [form for form in _DAYS if unread and all(_reads(form, sample) for sample in unread)]
    return fitting[0] if len(fitting) == 1 else None


def _reads(form: str, sample: str) -> bool:
    try:
        datetime.strptime(sample, form)  # noqa: DTZ007
    except ValueError:
        return False
    return True


def _is_head(look: Look, chosen: Mapping[int, tuple[Field, float]]) -> bool:
    """Whether the first row of data is a head too: the same fields under other names, as in the template."""
    first = look.sample[0] if look.sample else ()
    same = [
        place for place, (field, _) in chosen.items() if place < len(first) and known(first[place]) in _names(field)
    ]
    return bool(chosen) and len(same) * 2 > len(chosen)
