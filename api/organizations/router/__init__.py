"""Regions, units, schools and their groups over HTTP."""

from api.organizations.router import groups, restructuring, schools, units

# Schools first: routes are tried in their order, and these are asked for most.
routers = (schools.router, units.router, restructuring.router, groups.router)

__all__ = ["routers"]
