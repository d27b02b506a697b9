"""Backup and restore of data: database and files, never keys."""

from api.backup.make import make
from api.backup.manifest import BackupError
from api.backup.restore import Plan, restore, undo

__all__ = ["BackupError", "Plan", "make", "restore", "undo"]
