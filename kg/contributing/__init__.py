"""Contributing: graphs that partners give, and curators decide on."""
