"""Ways: the steps from a node to all that decides whether it keeps a rule."""
