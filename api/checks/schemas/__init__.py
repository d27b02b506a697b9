"""Wire shapes of rules, results and findings."""
