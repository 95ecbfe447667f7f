"""Rows of tables to statements, in one stream."""
