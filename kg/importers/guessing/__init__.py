"""A first mapping of a table that nobody has read yet: guesses, each said to be one."""
