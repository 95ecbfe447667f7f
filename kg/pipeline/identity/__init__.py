"""Identity: which things of several sources may be one, for people to decide."""
