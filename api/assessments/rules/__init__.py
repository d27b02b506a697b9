"""Campaigns, enrolments, rounds and their scores: what may be done when, and what it comes to. Pure."""
