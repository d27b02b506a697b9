"""Every select of the tree; narrowed by reach unless a docstring says why not."""

from api.organizations.queries.facets import count_facets
from api.organizations.queries.figures import school_figures, scope_of, sum_of
from api.organizations.queries.schools import (
    export_schools,
    facts_of,
    get_school,
    list_school_history,
    list_schools,
    load_school,
    present,
)
from api.organizations.queries.tree import (
    Parent,
    find_bureau_name,
    find_parents,
    find_region,
    find_taken,
    in_subtree,
    lineage,
    units_below,
    within_reach,
)
from api.organizations.queries.units import (
    find_region_unit,
    get_tree,
    get_unit,
    list_regions,
    list_unit_history,
    list_units,
    load_unit,
    present_unit,
)

__all__ = [
    "Parent",
    "count_facets",
    "export_schools",
    "facts_of",
    "find_bureau_name",
    "find_parents",
    "find_region",
    "find_region_unit",
    "find_taken",
    "get_school",
    "get_tree",
    "get_unit",
    "in_subtree",
    "lineage",
    "list_regions",
    "list_school_history",
    "list_schools",
    "list_unit_history",
    "list_units",
    "load_school",
    "load_unit",
    "present",
    "present_unit",
    "school_figures",
    "scope_of",
    "sum_of",
    "units_below",
    "within_reach",
]
