"""Columns: terms as numbers, triples as sorted arrays of them, and joins of these."""
