"""Length padding: what is sealed must not be told by its size (《工作规则》第四十七条: content is strictly secret).

Texts fill one of few sizes, so that a line and a page look alike. Files are too large for that: they are filled up to
the next length whose last bits are nought (Padmé: at most 12 % more, and log log n bits told).
"""

MARK = b"\x80"  # ISO/IEC 7816-4: one bit, then noughts
_STEPS = (1024, 4096, 16_384, 65_536)
LONGEST_TEXT = _STEPS[-1] - 1


def padded(content: bytes) -> bytes:
    """`content` filled up to the size that it shares with others."""
    size = padded_size(len(content) + 1)
    return content + MARK + bytes(size - len(content) - 1)


def unpadded(content: bytes) -> bytes:
    """What was filled up. Errors: ValueError when it was not."""
    stripped = content.rstrip(b"\0")
    if not stripped or stripped[-1:] != MARK:
        raise ValueError("not padded")
    return stripped[:-1]


def padded_size(size: int) -> int:
    """The size that something of `size` bytes is given."""
    return next((step for step in _STEPS if size <= step), _padme(size))


def _padme(size: int) -> int:
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (size + mask) & ~mask
