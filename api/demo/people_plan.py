"""Who works in a school, drawn from its figures: pure, and the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from api.demo.county import School
from api.demo.people_names import names, numbers

_YEARS = 365
_SMALL = 12  # staff of a school without a director of teaching
# How a periodic registration turns out, in how many of two hundred cases, and why.
_OUTCOMES: tuple[tuple[str, int, str | None], ...] = (
    ("register", 194, None),
    ("suspend", 5, "注册有效期内培训学时不足"),
    ("refuse", 1, "连续两年年度考核不合格"),
)


@dataclass(slots=True)
class Someone:
    """A person with posts, a registration and a seat in committees; the fields are those of the API."""

    facts: dict[str, Any]
    posts: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    seats: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # kind of committee, membership


class Crew:
    """Draws the people of one school after another. `today` is the day on which the county is looked at."""

    def __init__(self, seed: str, today: date, area: str = "00") -> None:
        self._rng = Random(seed)
        self._names, self._numbers = names(self._rng), numbers(self._rng, area)
        self._today = today

    def school(self, school: School, heads: dict[str, str], *, light: bool) -> list[Someone]:
        """The people of a school; `heads` names some of them by post. Light: only who leads."""
        people = list(self._leaders(school, heads))
        if not light:
            people += self._teachers(school, school.staff or 8)
            self._committees(people)
        return people

    def bureau(self, heads: dict[str, str]) -> list[Someone]:
        """The leadership of a bureau and its leading group."""
        kinds = ("party_secretary", "bureau_director", "discipline_head", "deputy_bureau_director", "office_director")
        people = [self._leader(kind, heads.get(kind), {"kind": "official"}) for kind in kinds]
        self._sit(people, "clean_school_leading_group", ("head", "deputy_head", "deputy_head", "member", "office_head"))
        return people

    # --- Leaders -----------------------------------------------------------------------------------------------------

    def _leaders(self, school: School, heads: dict[str, str]) -> Iterator[Someone]:
        kindergarten = school.type == "kindergarten"
        title = {"title": "园长" if kindergarten else "校长", "portfolio": ["全面工作"]}
        organized = school.party_organization in ("branch", "general_branch", "committee")
        principal = self._leader("principal", heads.get("principal"), {"kind": "administrative"}, title)
        if organized and self._happens(0.4):  # one person leads both, as in most small schools
            principal.posts.append(self._post("party_secretary", {"title": "党支部书记", "portfolio": ["党建"]}))
            principal.facts["party"] = self._party("full")
        yield principal
        if organized and len(principal.posts) == 1:
            yield self._leader("party_secretary", None, {"kind": "administrative"}, {"title": "党支部书记"})
        for portfolio in (["教学"], ["德育", "安全"], ["后勤"])[: min(3, (school.pupils or 0) // 350)]:
            deputy = {"title": "副园长" if kindergarten else "副校长", "portfolio": portfolio}
            yield self._leader("deputy_principal", None, {"kind": "administrative"}, deputy)
        if organized:
            yield self._leader("discipline_member", None, {"kind": "teacher"})
        if not kindergarten and (school.staff or 0) > _SMALL:
            yield self._leader("teaching_director", None, {"kind": "teacher"})
        if self._happens(0.15):
            yield self._predecessor("园长" if kindergarten else "校长", principal.posts[0])

    def _leader(
        self, kind: str, name: str | None, facts: dict[str, Any], post: dict[str, Any] | None = None
    ) -> Someone:
        someone = self._someone(facts, name)
        someone.posts.append(self._post(kind, post or {}))
        if kind in ("party_secretary", "discipline_member", "bureau_director", "discipline_head"):
            someone.facts["party"] = self._party("full")
        return someone

    def _post(self, kind: str, given: dict[str, Any]) -> dict[str, Any]:
        """A term of three years; a few have run out, some more will soon."""
        left = self._rng.choices(
            (-self._rng.randrange(3, 60), self._rng.randrange(1, 90), self._rng.randrange(90, 1000)), (3, 7, 90)
        )[0]
        ends = self._today + timedelta(days=left)
        begun = min(ends - timedelta(days=3 * _YEARS), self._today - timedelta(days=20))
        return {"kind": kind, "from_on": begun, "term_ends_on": ends, **given}

    def _predecessor(self, title: str, successor: dict[str, Any]) -> Someone:
        """Who held the chair before and has retired since."""
        someone = self._someone({"kind": "administrative", "status": "retired"}, None)
        ended = successor["from_on"]
        begun = ended - timedelta(days=self._rng.randrange(3, 9) * _YEARS)
        past = {"from_on": begun, "ended_on": ended, "end_reason": self._rng.choice(("term_over", "retired"))}
        someone.posts.append({"kind": "principal", "title": title, **past})
        return someone

    # --- Teachers ----------------------------------------------------------------------------------------------------

    def _teachers(self, school: School, staff: int) -> Iterator[Someone]:
        most = {"kindergarten": 3, "primary": 5}.get(school.type, 8)
        for _ in range(max(1, min(most, staff - 2))):
            teacher = self._someone({"kind": "teacher"}, None)
            teacher.decisions = list(self._decisions(school))
            yield teacher
        yield self._someone({"kind": "worker"}, None)
        yield self._someone({"kind": "external"}, None)

    def _decisions(self, school: School) -> Iterator[dict[str, Any]]:
        """Teachers of public schools are registered every five years; a tenth has not been yet."""
        if school.ownership != "public" or self._happens(0.1):
            return
        begun = date(self._today.year - self._rng.randrange(6), 1, 1)
        period = {"period_from_on": begun, "period_to_on": date(begun.year + 4, 12, 31)}
        decided_on = min(date(begun.year, 5, 28), self._today - timedelta(days=30))
        decision, _, reason = self._rng.choices(_OUTCOMES, [cases for _, cases, _ in _OUTCOMES])[0]
        yield {"decision": decision, "decided_on": decided_on, "reason": reason, **period}

    # --- Committees --------------------------------------------------------------------------------------------------

    def _committees(self, people: list[Someone]) -> None:
        """A leading group of those who lead, a supervision committee of teachers and a parent (3+X)."""
        active = [someone for someone in people if someone.facts.get("status", "active") == "active"]
        leaders = [someone for someone in active if someone.posts]
        roles = ("head", "deputy_head", "office_head", *["member"] * 5)
        self._sit(leaders, "clean_school_leading_group", roles)
        teachers = [someone for someone in active if someone.facts["kind"] == "teacher"][:4]
        parents = [someone for someone in active if someone.facts["kind"] == "external"]
        self._sit(teachers, "supervision_committee", ("head", "deputy_head", "member", "member"), "教师代表")
        self._sit(parents, "supervision_committee", ("member",), "家长代表")

    def _sit(self, people: list[Someone], kind: str, roles: tuple[str, ...], capacity: str | None = None) -> None:
        joined = self._today - timedelta(days=430)
        for someone, role in zip(people, roles, strict=False):
            someone.seats.append((kind, {"role": role, "capacity": capacity, "joined_on": joined}))

    # --- Anyone ------------------------------------------------------------------------------------------------------

    def _someone(self, facts: dict[str, Any], name: str | None) -> Someone:
        known: dict[str, Any] = {"name": name or next(self._names), **facts}
        if facts["kind"] != "external" and self._happens(0.8):
            known["identity"] = {"kind": "resident_id", "number": next(self._numbers)}
        if facts["kind"] in ("teacher", "administrative") and self._happens(0.3):
            known["party"] = self._party(self._rng.choices(("full", "probationary"), (12, 1))[0])
        return Someone(known)

    def _party(self, standing: str) -> dict[str, Any]:
        year = self._today.year - (1 if standing == "probationary" else self._rng.randrange(3, 30))
        return {"standing": standing, "joined_on": date(year, 7, 1)}

    def _happens(self, share: float) -> bool:
        return self._rng.random() < share
