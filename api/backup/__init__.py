"""Backup and restore of data: database and files, never keys."""
