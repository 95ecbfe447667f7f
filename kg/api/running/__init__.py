"""The running service: its engines, its writes, and the queries that it lets in."""
