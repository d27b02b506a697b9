"""Wire shapes of assessments."""
