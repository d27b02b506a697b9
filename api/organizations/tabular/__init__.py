"""Tables of the tree: those that leave the house, and the rows that come in."""

from api.organizations.tabular.region_rows import REGION_ROWS
from api.organizations.tabular.school_rows import SCHOOL_ROWS
from api.organizations.tabular.schools import COLUMNS, TABLE, Format, Language, read_rows, set_aside, write_table
from api.organizations.tabular.unit_rows import UNIT_ROWS

__all__ = [
    "COLUMNS",
    "REGION_ROWS",
    "SCHOOL_ROWS",
    "TABLE",
    "UNIT_ROWS",
    "Format",
    "Language",
    "read_rows",
    "set_aside",
    "write_table",
]
