"""Worker processes over a release, in lanes for short and long queries."""
