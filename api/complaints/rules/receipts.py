"""The receipt: sixteen random characters (80 bits) and one that finds slips of the pen. It is shown once.

Crockford's base32 has no I, L, O, U; a receipt is copied from a screen onto paper, so what looks alike is read alike.
The check character is Σ αⁱ·xᵢ over GF(32): it tells every wrong character and every two that were swapped.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM = 16  # characters of five bits each
_READ_AS = str.maketrans("ILO", "110")
_BLANKS = str.maketrans("", "", " -\u3000\u2013\u2014\t\r\n")
_FIELD = 0b100101  # x⁵ + x² + 1, primitive: the powers of α = 2 are 31 different weights


def new() -> str:
    """A receipt that nobody has, in its plain spelling of seventeen characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return body + check_character(body)


def shown(receipt: str) -> str:
    """As it is read out and written down: 7QRM-0V2K-8D3T-HWX5-C."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def plain(typed: str) -> str:
    """The one spelling of what somebody typed; nothing is refused here, so that every look-up takes the same way."""
    return typed.translate(_BLANKS).upper().translate(_READ_AS)


def is_well_formed(receipt: str) -> bool:
    """Whether a receipt in its plain spelling can be one. For forms that help; a look-up asks the table."""
    body = receipt[:RANDOM]
    if len(receipt) != RANDOM + 1 or any(character not in ALPHABET for character in receipt):
        return False
    return check_character(body) == receipt[RANDOM]


def check_character(body: str) -> str:
    """The seventeenth character of these sixteen."""
    total, weight = 0, 1
    for character in body:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(character))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiplication in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left, right = left << 1, right >> 1
        if left & 0b100000:
            left ^= _FIELD
    return product
