"""Commands that are loaded when they are asked for: a push or a proof waits for nothing of the server.

`Any` stands for the types of click, which typer carries under a private name.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


def group(places: Mapping[str, str], text: str) -> typer.Typer:
    """A group of commands by name, each `module:attribute`: a function, or a group of its own."""

    class Loaded(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (asked with it)
            return list(places)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
            return _load(cmd_name, places[cmd_name]) if cmd_name in places else None

    made = typer.Typer(cls=Loaded, no_args_is_help=True, add_completion=False, help=text)
    made.callback()(lambda: None)  # without commands of its own it would not be taken for a group
    return made


def _load(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command()(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    return command
