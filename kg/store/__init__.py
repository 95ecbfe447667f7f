"""The graph store: one protocol; embedded, remote and in worker processes behind it."""
