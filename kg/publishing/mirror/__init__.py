"""A mirror: a copy of what somebody else publishes, kept up to date by what changes."""
