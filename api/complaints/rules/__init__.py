"""Complaints 信访举报: what may happen to a case, and what protects who brought it. Pure."""
