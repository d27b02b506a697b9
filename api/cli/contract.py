"""`qinglian openapi`, `access-matrix` and `check-rules`: what is published of the code."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api import matrix, states
from api.accounts.rules import ROLE_PERMISSIONS
from api.checks.pages import rules_page
from api.checks.ports import ports
from api.cli.console import out
from api.main import create_app
from api.settings import Settings
from api.wiring import wire

PUBLISHED = Path("openapi/openapi.json")
MATRIX = Path("docs/access-matrix.md")
GUIDES = (Path("docs/assessments.md"), Path("docs/rectifications.md"))
CHECKS = Path("docs/checks.md")


def openapi(
    check: Annotated[bool, typer.Option("--check", help="Fail when the published contract differs.")] = False,
) -> None:
    """Write the contract to openapi/openapi.json, or check that it is current."""
    document = create_app(Settings(spa_dir=None, faces="all")).openapi()
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _publish(PUBLISHED, text, check)


def access_matrix(
    check: Annotated[bool, typer.Option("--check", help="Fail when docs/access-matrix.md differs.")] = False,
) -> None:
    """Write who may do what to docs/access-matrix.md, or check that it is current."""
    app_ = create_app(Settings(spa_dir=None, faces="all"))
    text = matrix.access_matrix(app_, {role.value: held for role, held in ROLE_PERMISSIONS.items()})
    _publish(MATRIX, text, check)


def state_tables(
    check: Annotated[bool, typer.Option("--check", help="Fail when a guide differs.")] = False,
) -> None:
    """Print the tables of states into the guides, or check that they are current."""
    for path in GUIDES:
        _publish(path, states.filled(path.read_text(encoding="utf-8")), check)


def check_rules(
    check: Annotated[bool, typer.Option("--check", help="Fail when docs/checks.md differs.")] = False,
) -> None:
    """Write the rules with their examples to docs/checks.md, or check that it is current."""
    wire(Settings())
    _publish(CHECKS, rules_page(ports.rules().values()), check)


def _publish(path: Path, text: str, check: bool) -> None:
    if not check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        out.print(f"{path} 与代码不一致，运行 make openapi  {path} is stale: run make openapi")
        raise typer.Exit(1)
