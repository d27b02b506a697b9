"""Saved mappings: how the columns of a file that comes every term go to fields, kept by who made it or shared."""
