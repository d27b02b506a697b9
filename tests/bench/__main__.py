"""`python -m tests.bench [--only NAME]`: measure, print a table, write build/bench.json; exit 1 if a goal is missed."""

import argparse
import importlib
import json
import pkgutil
import sys
import time
import traceback
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.core import clock
from tests import postgres
from tests.bench import areas
from tests.bench.machine import facts
from tests.bench.page import with_tables
from tests.bench.rows import MEASUREMENTS, Row

REPORT = Path("build/bench.json")
PAGE = Path("docs/benchmarks.md")


def chosen(only: str | None) -> list[str]:
    """The names of the measurements to run, in the order of their registration."""
    for module in pkgutil.iter_modules(areas.__path__):
        importlib.import_module(f"{areas.__name__}.{module.name}")
    names = [name for name in MEASUREMENTS if only in (None, name, name.partition(".")[0])]
    if not names:
        raise SystemExit(f"No measurement is called {only!r}; there are: {', '.join(MEASUREMENTS)}")
    return names


def measure(names: list[str]) -> tuple[list[Row], list[str]]:
    """Run each measurement, telling each row as it comes; a measurement that breaks is named and does not end the rest."""
    rows: list[Row] = []
    broken: list[str] = []
    for name in names:
        start = time.monotonic()
        try:
            for row in MEASUREMENTS[name]():
                rows.append(row)
                print(f"  {row.name}: {row.value:.4g} {row.unit} {row.ratio or ''}", file=sys.stderr, flush=True)
        except Exception:  # noqa: BLE001 -- whatever it was, the other figures are worth having
            traceback.print_exc()
            broken.append(name)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return rows, broken


def table(rows: list[Row]) -> Table:
    """The rows for a person."""
    result = Table("area", "name", "value", "unit", "limit", "ratio", "goal", "")
    for row in rows:
        cells = row.as_json()
        verdict = ("[green]pass[/]" if row.passed else "[red]MISS[/]") if row.goal else ""
        shown = ["" if cells[key] is None else f"{cells[key]}" for key in cells if key != "pass"]
        result.add_row(*shown, verdict)
    return result


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="an area (house) or one measurement (house.lists)")
    parser.add_argument("--page", action="store_true", help="write the tables into docs/benchmarks.md, too")
    options = parser.parse_args()
    names = chosen(options.only)
    folder = postgres.run_folder()
    try:
        machine = facts()
        rows, broken = measure(names)
    finally:
        postgres.stop(folder)
    REPORT.parent.mkdir(exist_ok=True)
    found = [row.as_json() for row in rows]
    REPORT.write_text(json.dumps({"machine": machine, "rows": found}, indent=1) + "\n")
    if options.page:
        PAGE.write_text(with_tables(PAGE.read_text(), machine, found, clock.legal_day(clock.now())))
    Console(width=130).print(table(rows))
    if broken:
        print(f"Broken: {', '.join(broken)}", file=sys.stderr)
    return 0 if not broken and all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
