"""Changing the tree: units and schools are made and changed here, and nowhere else.

Each verb reads alike: load what is there, let the rules judge all of it at once, change, record. The caller commits.
"""

from api.organizations.service.schools import create_school, create_schools, update_school
from api.organizations.service.units import create_unit, plant_root, update_unit

__all__ = ["create_school", "create_schools", "create_unit", "plant_root", "update_school", "update_unit"]
