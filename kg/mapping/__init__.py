"""Records to quads: pure functions, one module per module of the ontology."""
