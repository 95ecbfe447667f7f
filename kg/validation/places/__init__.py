"""Where statements stand in files: Turtle and its kin, JSON-LD, RDF/XML."""
