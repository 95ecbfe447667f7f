"""RDF terms, IRIs, formats and queries: what every layer above speaks."""
