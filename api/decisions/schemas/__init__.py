"""Wire shapes of the decision log."""
