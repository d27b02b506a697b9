"""Tables of the tree: those that leave the house, and the rows that come in."""

from api.organizations.tabular.region_rows import REGION_ROWS
from api.organizations.tabular.school_rows import SCHOOL_ROWS
from api.organizations.tabular.schools import COLUMNS, TABLE, Format, Language, read_rows, set_aside, write_table
from api.organizations.tabular.unit_rows import UNIT_ROWS
from api.organizations.tabular.units import GROUPS, REGIONS, UNITS, read_groups, read_regions, read_units

__all__ = [
    "COLUMNS",
    "GROUPS",
    "REGIONS",
    "REGION_ROWS",
    "SCHOOL_ROWS",
    "TABLE",
    "UNITS",
    "UNIT_ROWS",
    "Format",
    "Language",
    "read_groups",
    "read_regions",
    "read_rows",
    "read_units",
    "set_aside",
    "write_table",
]
