"""Words and numbers of rectification that are data: each with a date and a basis, none a constant in code."""
