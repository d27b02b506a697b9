"""Data that is shipped: the privacy notice, and who is above the bureau."""
