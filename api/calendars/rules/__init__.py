"""The rules of the calendar: pure functions and values, no database and no clock."""
