"""The service: SPARQL endpoint, pages and data of a release, over HTTP."""
