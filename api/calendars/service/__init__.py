"""Verbs of the calendar."""

from api.calendars.service.days import take_days
from api.calendars.service.tables import load_shipped, replace_year, set_terms, withdraw_terms

__all__ = ["load_shipped", "replace_year", "set_terms", "take_days", "withdraw_terms"]
