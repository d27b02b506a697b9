"""Changing the tree: units and schools are made and changed here, and nowhere else.

Each verb reads alike: load what is there, let the rules judge all of it at once, change, record. The caller commits.
Whatever it does to a unit goes through `changes`, so that tables, versions, figures and ledger never part.
"""

from api.organizations.service.closing import close_school, close_unit, reopen_school, reopen_unit
from api.organizations.service.groups import create_group, end_group, join_group, leave_group, update_group
from api.organizations.service.merge import merge_schools, merge_units
from api.organizations.service.move import move_school, move_unit
from api.organizations.service.recode import recode_school
from api.organizations.service.rename import rename_school, rename_unit
from api.organizations.service.schools import create_school, create_schools, update_school
from api.organizations.service.split import split_school
from api.organizations.service.units import create_unit, plant_root, update_unit
from api.organizations.service.upsert import put_school

__all__ = [
    "close_school",
    "close_unit",
    "create_group",
    "create_school",
    "create_schools",
    "create_unit",
    "end_group",
    "join_group",
    "leave_group",
    "merge_schools",
    "merge_units",
    "move_school",
    "move_unit",
    "plant_root",
    "put_school",
    "recode_school",
    "rename_school",
    "rename_unit",
    "reopen_school",
    "reopen_unit",
    "split_school",
    "update_group",
    "update_school",
    "update_unit",
]
