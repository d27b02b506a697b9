"""Reference data shipped with organizations, each file with its notice, and the reader that checks it."""
