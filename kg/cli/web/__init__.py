"""Fetching a page of the web: politely, with limits, from public addresses only."""
