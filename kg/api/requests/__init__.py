"""What a request brings: its body, its parameters, the query or the graphs in it."""
