"""Numbers that belong to a person: identity cards, telephones, bank cards. Found by their form and their check digits.

Texts come with full-width characters made half-width, character by character, so that places stay what they are.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

# GB 11643-1999: weights and check characters of ISO 7064, MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# First two digits of GB/T 2260, and those of residence permits of Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
# Beside its name a number is one even when a digit was mistyped: the others still say who it is.
_NAMED_IDENTITY = re.compile(r"(?:身份证|证件|学籍|国网学籍|ID)[^\d\n]{0,8}?([GgLl]?\d{14,17}[\dXx])(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?!\d|\.\d)")
_NAMED_ACCOUNT = re.compile(
    r"(?:卡号|账号|帐号|账户|帐户|account)[^\d\n]{0,8}?(\d(?:[ -]?\d){9,24})(?!\d)", re.IGNORECASE
)
_CARD_STARTS = ("3", "4", "5", "6")  # 62 is UnionPay; the rest are the foreign schemes
_MOBILE = re.compile(r"(?<!\d)(?<!\d\.)(?:\+?86[ -]?)?(1[3-9]\d([ -]?)\d{4}\2\d{4})(?!\d|\.\d)")
_LANDLINE = re.compile(r"(?<!\d)(?<!\d\.)(?:\(0\d{2,3}\) ?|0\d{2,3}[- ]?)[2-9]\d{6,7}(?:-\d{1,5})?(?!\d|\.\d)")
_NAMED_LANDLINE = re.compile(r"(?:电话|座机|宅电|Tel)[^\d\n]{0,6}?([2-9]\d{6,7})(?![\d.年-])", re.IGNORECASE)


class Hit(NamedTuple):
    """A stretch of text and what would stand in its place."""

    start: int
    end: int
    mask: str


def identities(text: str) -> Iterator[Hit]:
    """Identity numbers of 18 characters with a right check, of 15 digits with a possible birthday, and named ones."""
    for match in _IDENTITY.finditer(text):
        if is_identity(_bare(match[0])):
            yield _covered(match, 0, 2, 2)
    for match in _OLD_IDENTITY.finditer(text):
        if match[0][:2] in _PROVINCES and _is_day(f"19{match[0][6:12]}"):
            yield _covered(match, 0, 2, 2)
    for match in _NAMED_IDENTITY.finditer(text):
        yield _covered(match, 1, 2, 2)


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a province, a day of birth, the right check character."""
    if len(number) != len(_WEIGHTS) + 1 or number[:2] not in _PROVINCES or not _is_day(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return "1900" <= digits[:4] < "2100"


def cards(text: str) -> Iterator[Hit]:
    """Bank cards by Luhn's check, and whatever is called an account's number."""
    for match in _CARD.finditer(text):
        number = _bare(match[0])
        if number.startswith(_CARD_STARTS) and luhn_holds(number):
            yield _covered(match, 0, 0, 4)
    for match in _NAMED_ACCOUNT.finditer(text):
        yield _covered(match, 1, 0, 4)


def luhn_holds(number: str) -> bool:
    """ISO/IEC 7812-1: from the right, every second digit doubled, the sum of all digits is a multiple of ten."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def mobiles(text: str) -> Iterator[Hit]:
    """Mobile numbers of the mainland, with or without +86."""
    return (_covered(match, 1, 3, 2) for match in _MOBILE.finditer(text))


def landlines(text: str) -> Iterator[Hit]:
    """Numbers with an area code, and local ones that are called a telephone's."""
    yield from (_covered(match, 0, 0, 2) for match in _LANDLINE.finditer(text))
    yield from (_covered(match, 1, 0, 2) for match in _NAMED_LANDLINE.finditer(text))


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _covered(match: re.Match[str], group: int, first: int, last: int) -> Hit:
    """A hit that keeps the `first` and `last` characters in view."""
    bare = _bare(match[group])
    mask = bare[:first] + "*" * (len(bare) - first - last) + bare[len(bare) - last :]
    return Hit(match.start(group), match.end(group), mask)
