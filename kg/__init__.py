"""Solidarity Graph: human-rights solidarity work as linked open data."""
