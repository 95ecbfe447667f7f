"""Advice on a query: what it probably does not mean, read from its words alone."""
