"""`qinglian`: the operator's commands."""

import sys


def app() -> None:
    """Run what the command line asks for. A server neither waits for nor carries what the other commands need."""
    if sys.argv[1:] == ["serve"]:
        from api.cli.serving import serve  # noqa: PLC0415

        serve()
    else:
        from api.cli.commands import app as commands  # noqa: PLC0415

        commands()
