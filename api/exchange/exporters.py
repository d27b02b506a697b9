"""What can be exported: each domain says how, wiring hands it in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from api.access.permissions import Permission
from api.core.context import Context
from api.core.intake import Tree
from api.core.tabular import Table


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of table that leaves the house as a file, whatever its size.

    `filter` and `sorts` are those of the list on the screen. `count` and `read` are narrowed by reach, like every
    query; `read` gives the stored values of each row and holds few of them at a time. With a `tree` the rows are whole
    documents as imports take them: a workbook of several sheets, or JSON line by line, and never one table.
    """

    name: str
    permission: Permission
    table: Table
    filter: type[BaseModel]
    sorts: Mapping[str, Any]
    count: Callable[[Context, Any], int]
    read: Callable[[Context, Any, str], Iterator[Mapping[str, Any]]]
    tree: Tree | None = None

    @property
    def job(self) -> str:
        """The kind of job that does it."""
        return f"export.{self.name}"


class _Ports:
    exporters: Mapping[str, Exporter]


ports = _Ports()
