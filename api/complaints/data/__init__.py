"""Words and numbers of complaints, as data."""
