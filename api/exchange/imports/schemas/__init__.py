"""Wire shapes of imports."""

from api.exchange.imports.schemas.reports import ErrorFeed, ErrorGroup, ErrorRow, SentRow, SentRows
from api.exchange.imports.schemas.requests import ImportFilter, ImportIn, ImportPatch, RunQuery
from api.exchange.imports.schemas.resource import ImportOut, ImportRow, PartOut, Parts

__all__ = [
    "ErrorFeed",
    "ErrorGroup",
    "ErrorRow",
    "ImportFilter",
    "ImportIn",
    "ImportOut",
    "ImportPatch",
    "ImportRow",
    "PartOut",
    "Parts",
    "RunQuery",
    "SentRow",
    "SentRows",
]
