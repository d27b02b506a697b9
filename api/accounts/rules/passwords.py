"""User names and passwords. Pure."""

import re

from api.accounts import errors
from api.core.errors import Violation

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
LONG, SHORT, CLASSES = 12, 8, 3
LONGEST_PASSWORD = 128
_FEWEST_DIFFERENT = 5
# What people type first, without the figures and signs around it.
_WEAK = frozenset(
    (
        *("abc", "abcd", "asdfgh", "asdfghjkl", "qaz2wsx", "q2w3e4r", "q2w3e4r5t", "qwerty", "qwertyuiop", "zxcvbnm"),
        *("admin", "administrator", "changeme", "iloveyou", "initial", "letmein", "p@ssw0rd", "passw0rd", "password"),
        *("root", "test", "welcome", "woaini", "edu", "jiaoyu", "jiaoyuju", "qinglian", "qinglianxiaoyuan", "xuexiao"),
    )
)


def username_of(typed: str) -> str:
    """The one spelling under which a typed user name is stored and looked up."""
    return typed.strip().lower()


def username_faults(username: str) -> list[Violation]:
    """`account.username_form` unless `username` has the form of one. A letter first keeps out phone and ID numbers."""
    return [] if _USERNAME.fullmatch(username) else [Violation(errors.USERNAME_BAD, "/username")]


def password_faults(password: str, username: str, pointer: str = "/new_password") -> list[Violation]:
    """Everything that is wrong with a chosen password."""
    faults = []
    if len(password) < LONG and (len(password) < SHORT or _classes(password) < CLASSES):
        faults.append(Violation(errors.PASSWORD_SHORT, pointer, params={"long": LONG, "short": SHORT}))
    if username in password.lower():
        faults.append(Violation(errors.PASSWORD_HAS_NAME, pointer))
    if _guessable(password):
        faults.append(Violation(errors.PASSWORD_WEAK, pointer))
    return faults


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not c.isdigit() and c.lower() == c.upper())
    return sum(any(test(character) for character in password) for test in tests)


def _guessable(password: str) -> bool:
    """A listed word with figures and signs around it, figures and signs alone, or hardly any different characters."""
    lower = password.lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    return not core or lower in _WEAK or core in _WEAK or len(set(lower)) < _FEWEST_DIFFERENT
