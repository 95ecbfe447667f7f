"""Contributions: partners give graphs, ask after them and take them back."""
