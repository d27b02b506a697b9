"""Tables of complaints, one module for each group; nothing is exported here."""
