"""One engine for automatic rules, and one life of what they find. Knows no domain."""
