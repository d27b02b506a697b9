"""Kinds of notices: data with a date, not code."""
