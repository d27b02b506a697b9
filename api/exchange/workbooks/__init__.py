"""The process in which workbooks are opened. It stands apart from `reading`, so that it starts without loading that."""
