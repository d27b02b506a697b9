"""Wire shapes of assessments. Points are decimal strings."""
