"""The people who log in to the demo: one account for each role (two custodians), bound to the unit where the role works."""

from typing import Literal, NamedTuple

Seat = Literal["bureau", "district", "school"]


class Person(NamedTuple):
    """An account of the demo; `seat` says to which unit its role is bound. Names are invented."""

    username: str
    display_name: str
    role: str
    seat: Seat


PEOPLE = (
    Person("admin", "顾晓彤", "platform_admin", "bureau"),
    Person("leader", "方立群", "bureau_leader", "bureau"),
    Person("head", "周敏", "inspection_head", "bureau"),
    Person("inspector", "钟毅", "discipline_inspector", "bureau"),
    Person("intake", "韦雅琴", "intake_clerk", "bureau"),
    Person("handler", "覃德昌", "case_handler", "bureau"),
    Person("custodian", "陆静怡", "identity_custodian", "bureau"),
    Person("custodian2", "白若溪", "identity_custodian", "bureau"),
    Person("supervisor", "孟庆和", "case_supervisor", "bureau"),
    Person("officer", "石文博", "section_officer", "bureau"),
    # What one has scored, written or submitted is for the other to judge.
    Person("officer2", "卢思远", "section_officer", "bureau"),
    Person("reviewer", "汪春梅", "district_reviewer", "district"),
    Person("principal", "罗建平", "school_leader", "school"),
    Person("clerk", "何桂芳", "school_clerk", "school"),
    Person("school_supervisor", "余国安", "school_supervisor", "school"),
    Person("auditor", "唐书航", "auditor", "bureau"),
    Person("reader", "沈一鸣", "read_only", "bureau"),
)


def people_of(county: str) -> tuple[Person, ...]:
    """Who logs in to the bureau of a county of the city scale, by its region code: a leader and an officer."""
    return (
        Person(f"leader.{county}", f"{county} 局长", "bureau_leader", "bureau"),
        Person(f"officer.{county}", f"{county} 教育股", "section_officer", "bureau"),
    )
