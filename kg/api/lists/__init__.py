"""Lists: what is asked of them, and what they are written as."""
