"""Wire shapes of complaints."""
