"""The official codes of a school, made by the rules that the real ones follow."""

from collections.abc import Mapping

from api.organizations.rules import CATEGORIES, SchoolType, credit_check

# GB 11714-1997: digits and all letters.
_ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Registering authority and kind: 12 an institution of the establishment committee, 52 a private non-enterprise unit.
REGISTERED: Mapping[str, str] = {"public": "12", "private": "52"}

_SERIALS = range(1, 1_000_000)


def school_code(school_type: str, province: str, serial: int) -> str:
    """学校标识码: 2 digits of category, 2 of the province, a serial number of 6."""
    if serial not in _SERIALS:
        raise ValueError("the serial number has six digits")
    return f"{CATEGORIES[SchoolType(school_type)]}{province}{serial:06d}"


def organization_check(body: str) -> str:
    """The check character of an eight-character organization code (GB 11714-1997): a digit or X."""
    total = sum(
        weight * _ORGANIZATION_ALPHABET.index(char) for weight, char in zip(_ORGANIZATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def credit_code(ownership: str, region: str, body: str) -> str:
    """统一社会信用代码: authority and kind, region, organization code with its check, check character."""
    code = REGISTERED[ownership] + region + body + organization_check(body)
    return code + credit_check(code)
