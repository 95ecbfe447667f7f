"""Reading source files into records; importers know formats, not RDF."""
