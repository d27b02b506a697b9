"""Tables of people: those that leave the house, and the rows that come in."""

from api.people.tabular.person_rows import PERSON_ROWS
from api.people.tabular.persons import TABLE, read_rows
from api.people.tabular.posts import COMMITTEES, POSTS, read_committees, read_posts
from api.people.tabular.words import WORDS

__all__ = [
    "COMMITTEES",
    "PERSON_ROWS",
    "POSTS",
    "TABLE",
    "WORDS",
    "read_committees",
    "read_posts",
    "read_rows",
]
