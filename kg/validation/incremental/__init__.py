"""Validation of a change: what it affects, read from a store and looked at again."""
