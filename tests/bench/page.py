"""docs/benchmarks.md: the tables between its marks are written here, the sentences around them by people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

_HEAD = "| measure | value | limit | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n"


def with_tables(page: str, machine: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], day: date) -> str:
    """`page` with the table of each area that was measured put between its marks `<!-- area -->` and `<!-- end -->`."""
    by_area: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_area.setdefault(row["area"], []).append(row)
    for area, found in by_area.items():
        table = f"Measured {day.isoformat()} on: {_machine(machine)}.\n\n{_HEAD}" + "".join(map(_line, found))
        start, mark, rest = page.partition(f"<!-- {area} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not mark or not end:
            raise SystemExit(f"docs/benchmarks.md has no marks for the area {area}")
        page = start + mark + table + end + after
    return page


def _machine(facts: Mapping[str, Any]) -> str:
    return (
        f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_mb']} MB, Linux {facts['kernel']}, "
        f"Python {facts['python']}, {facts['postgresql']}, SQLite {facts['sqlite']}; "
        f"load {facts['load']:.1f} when the run began"
    )


def _line(row: Mapping[str, Any]) -> str:
    verdict = ("met" if row["pass"] else "**missed**") if row["goal"] else ""
    cells = (row["name"], f"{row['value']:.3g} {row['unit']}", _figure(row["limit"]), _figure(row["ratio"]))
    return f"| {' | '.join((*cells, row['goal'], verdict))} |\n"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
