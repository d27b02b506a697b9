"""The rules of complaints. Pure: no session, no clock."""
