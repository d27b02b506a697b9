"""Wire shapes of notices, objections and public pages."""
