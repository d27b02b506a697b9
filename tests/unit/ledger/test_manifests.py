"""The digest of a manifest is the same, whether its lines come one by one or as a frame writes them."""

import polars as pl

from api.core.frames import json_lines
from api.ledger.rules.manifests import LINE, digest_of_records, manifest_digest

ODD = ('"', "\\", '","key":', '{"row":', '"}\n{', "a\nb\t\r\x00\x1f\x7f", "  /é€😀", "第一小学", "", None)


def test_of_lines_and_of_records() -> None:
    lines = [
        (number, "0" * 36, key, "created", None if number % 2 else 3, 4, None if number % 3 else "f" * 64)
        for number, key in enumerate(ODD, start=2)
    ]
    schema = {name: pl.Int64 if name in ("row", "revision_before", "revision") else pl.String for name in LINE}
    records = json_lines(pl.DataFrame(lines, schema=schema, orient="row"))
    assert digest_of_records(records) == manifest_digest(lines)


def test_of_one_line() -> None:
    records = (
        b'{"row":2,"object_id":"x","key":null,"action":"deleted","revision_before":1,"revision":2,"object_hash":null}\n'
    )
    assert digest_of_records(records) == manifest_digest([(2, "x", None, "deleted", 1, 2, None)])
