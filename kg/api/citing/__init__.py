"""Addresses of queries that last, and how to cite them."""
