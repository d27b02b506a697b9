"""Complaints over HTTP: what staff do with a case."""
