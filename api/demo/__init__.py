"""A county to look at: schools, units and log-ins that follow the real rules over real divisions, the same for a seed.

Divisions and townships are real; every person and number is invented, and so are the schools, even where a name follows
a pattern that a real school follows too. `county.build` is pure, `loader.load` writes its result through the verbs of
the domains, as people would.
"""

from api.demo.loader import load

__all__ = ["load"]
