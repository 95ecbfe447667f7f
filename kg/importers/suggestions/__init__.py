"""Suggestions: what a text may say, by names, dates and numbers that stand in it."""
