"""Articles from the web: a saved page → its text, and what it says of itself."""
