"""User names and passwords. Pure; the policy itself is data (`accounts/data/password_policy.json`).

After NIST SP 800-63B-4, 3.1.1: length counts, composition does not; common passwords and names of one's own
surroundings are refused; nobody has to change a password because time has passed.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from api.accounts import errors
from api.accounts.data import password_policy
from api.core.errors import Violation

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
LONGEST_PASSWORD = password_policy().longest
# A name of three letters is in many a good password by chance.
_SHORTEST_NAME = 4
_SHORTEST_RUN = 3
_PLAIN = str.maketrans("@$01!3457", "asoiieast")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d\d")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()")
_PLACE = re.compile(
    r"(?:省|市|县|区|自治州|自治县|旗)?(?:教育局|教体局|教育和体育局|学区|中心学校|中心校|学校|完全小学|小学|初级中学|中学|幼儿园)?$"
)


def username_of(typed: str) -> str:
    """The one spelling under which a typed user name is stored and looked up."""
    return typed.strip().lower()


def username_faults(username: str) -> list[Violation]:
    """`account.username_form` unless `username` has the form of one. A letter first keeps out phone and ID numbers."""
    return [] if _USERNAME.fullmatch(username) else [Violation(errors.USERNAME_BAD, "/username")]


def place_stem(unit: str) -> str:
    """What people say for a unit: 锦岚县教育局 → 锦岚."""
    return _PLACE.sub("", unit) or unit


def password_faults(
    password: str, username: str, names: Collection[str] = (), pointer: str = "/new_password"
) -> list[Violation]:
    """Everything that is wrong with a chosen password.

    `names`: of the person and of the person's units, in characters and in pinyin.
    """
    policy, lower = password_policy(), password.lower()
    near = {name.lower() for name in names if len(name) >= _SHORTEST_NAME or not name.isascii()}
    faults = []
    if len(password) < policy.shortest:
        faults.append(Violation(errors.PASSWORD_SHORT, pointer, params={"shortest": policy.shortest}))
    if username in lower or any(name in lower for name in near):
        faults.append(Violation(errors.PASSWORD_HAS_NAME, pointer))
    if len(set(lower)) < policy.fewest_different or strength(password, near) < policy.least_strength:
        faults.append(Violation(errors.PASSWORD_WEAK, pointer))
    return faults


def strength(password: str, names: Iterable[str] = ()) -> int:
    """How many things a guesser has to get right: each character is one, a common word two, a date or a run one."""
    lower = password.lower()
    plain = lower.translate(_PLAIN)
    words = password_policy().common | frozenset(names)
    found = position = 0
    while position < len(lower):
        run = max(_run_at(lower, position), _repeat_at(lower, position))
        word = max(_word_at(lower, position, words), _word_at(plain, position, words))
        length, cost = max((run, 1), (word, 2), (1, 1), key=lambda chunk: (chunk[0], -chunk[1]))
        found, position = found + cost, position + length
    return found


def _word_at(text: str, start: int, words: Collection[str]) -> int:
    longest = min(_longest_word(), len(text) - start)
    return next((size for size in range(longest, 1, -1) if text[start : start + size] in words), 0)


@cache
def _longest_word() -> int:
    return max(map(len, password_policy().common))


def _run_at(text: str, start: int) -> int:
    """Length of a date, of one character again and again, or of neighbours on the keyboard or in the alphabet."""
    date = _DATE.match(text, start)
    same = len(text) - start - len(text[start:].lstrip(text[start]))
    neighbours = max(_along(text, start, row) for way in _ROWS for row in (way, way[::-1]))
    longest = max(same, neighbours)
    return max(date.end() - start if date else 0, longest if longest >= _SHORTEST_RUN else 0)


def _along(text: str, start: int, row: str) -> int:
    place = row.find(text[start])
    size = 0
    while place >= 0 and start + size < len(text) and row[place + size : place + size + 1] == text[start + size]:
        size += 1
    return size


def _repeat_at(text: str, start: int) -> int:
    """Length of what stood in the password before; single characters are no repeat."""
    sizes = range(len(text) - start, _SHORTEST_RUN - 1, -1)
    return next((size for size in sizes if text[start : start + size] in text[:start]), 0)
