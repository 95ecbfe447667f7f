"""Lists: an index of what a partner asks for without a query language."""
