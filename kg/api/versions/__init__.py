"""Choosing a release: by its name, or by a time."""
