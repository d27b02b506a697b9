"""Data shipped with evidence: the categories."""
