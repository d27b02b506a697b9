"""Tables of people: those that leave the house, and the rows that come in."""

from api.people.tabular.person_rows import PERSON_ROWS
from api.people.tabular.persons import TABLE, read_rows
from api.people.tabular.words import WORDS

__all__ = ["PERSON_ROWS", "TABLE", "WORDS", "read_rows"]
