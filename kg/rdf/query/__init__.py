"""Queries as words: read, measured, bound and catalogued, without an engine."""
