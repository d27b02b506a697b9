"""Bulk import: a file comes in, is read into staged rows, checked, applied chunk by chunk, reported and taken back."""
