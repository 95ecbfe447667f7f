"""Search: an index of names in each release, and what is found in it."""
