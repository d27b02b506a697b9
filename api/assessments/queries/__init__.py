"""Reading assessments."""
