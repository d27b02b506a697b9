"""What can be imported, as people and programs are told: fields, words, limits, and templates to fill in."""
