"""Constraints that are SPARQL: compiled to queries over all focus nodes at once."""
