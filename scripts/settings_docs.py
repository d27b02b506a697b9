"""Write the README's settings table and .env.example from `api/settings.py`; `--check` only compares.

Names, defaults and English sentences come from the code. The Chinese sentences live in the README alone and are
kept; a setting without one fails the check.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from api.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
EXAMPLE = ROOT / ".env.example"
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"
HEADER = "| 设置 Setting | 默认 Default | 说明 | Meaning |\n| --- | --- | --- | --- |\n"
PREFIX = Settings.model_config.get("env_prefix", "")


def settings() -> Iterator[tuple[str, str, str]]:
    """Name in the environment, default as one would type it, meaning."""
    for name, field in Settings.model_fields.items():
        yield f"{PREFIX}{name.upper()}", default_text(field), field.description or ""


def default_text(field: FieldInfo) -> str:
    """The default value as it would stand in the environment."""
    value = field.default
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def chinese(readme: str) -> dict[str, str]:
    """The Chinese sentence of each setting, as the README has it now."""
    return dict(re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*?) \|", readme, flags=re.MULTILINE))


def table(known: dict[str, str]) -> str:
    """The whole table between its two marks."""
    rows = (
        f"| `{name}` | {f'`{default}`' if default else ''} | {known.get(name, '')} | {meaning} |\n"
        for name, default, meaning in settings()
    )
    return f"{BEGIN}\n{HEADER}{''.join(rows)}{END}"


def new_readme(readme: str) -> str:
    """The README with the table of today's settings."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: table(chinese(readme)), readme, flags=re.DOTALL)


def new_example() -> str:
    """Every setting as a comment with its default, to be copied to `.env`."""
    head = "# Copy to .env and change what differs; the README explains each. Nothing here is needed for `make run`.\n"
    return head + "".join(f"\n# {meaning}\n# {name}={default}\n" for name, default, meaning in settings())


def differences() -> list[str]:
    """What is not as the code says, in sentences; empty when all agree."""
    readme = README.read_text(encoding="utf-8")
    known = chinese(readme)
    found = [f"README.md: {name} has no Chinese meaning" for name, _, _ in settings() if not known.get(name)]
    if new_readme(readme) != readme or BEGIN not in readme:
        found.append("README.md: the settings table differs from api/settings.py; run scripts/settings_docs.py")
    if not EXAMPLE.exists() or EXAMPLE.read_text(encoding="utf-8") != new_example():
        found.append(".env.example differs from api/settings.py; run scripts/settings_docs.py")
    return found


def main() -> int:
    """Write both files, or with `--check` say what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    if not parser.parse_args().check:
        README.write_text(new_readme(README.read_text(encoding="utf-8")), encoding="utf-8")
        EXAMPLE.write_text(new_example(), encoding="utf-8")
    found = differences()
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
