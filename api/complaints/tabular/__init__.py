"""Tables of complaints: those that leave the house, and the rows that come in."""
