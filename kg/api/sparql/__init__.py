"""The protocols of SPARQL over HTTP: queries, graphs, writes; and validation."""
