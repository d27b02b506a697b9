"""A server starts quickly and small: it loads what serving takes and describes no operation before it is asked to."""

import json
import subprocess
import sys

# Each is wanted by somebody else: a migration, a person at the console, a workbook, an import, a name that is written,
# a file that is pushed.
OTHERS = {"alembic", "api.demo", "httpx", "openpyxl", "polars", "pypinyin", "rich", "typer", "xlsxwriter"}
STARTED = """
import json, sys
from api.cli.serving import application
from api.core.operation import Operation
from api.settings import Settings
routes = [route for route in application().routes if isinstance(route, Operation)]
described = [route.operation_id for route in routes if "dependant" in vars(route)]
print(json.dumps([sorted(sys.modules), len(routes), described]))
"""


class TestServer:
    def test_it_loads_and_describes_nothing_before_its_time(self) -> None:
        done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, check=True, text=True)  # noqa: S603
        loaded, operations, described = json.loads(done.stdout)
        assert OTHERS & set(loaded) == set()
        assert operations > 100
        assert described == []
