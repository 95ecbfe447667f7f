"""Processes that do what could be late, too large or fatal."""
