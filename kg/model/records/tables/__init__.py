"""What a curator writes about a table: `map.yml` and `lookups.yml`.

Terms of CSVW (https://www.w3.org/TR/tabular-metadata/) and RML (https://rml.io/specs/)
are used where they fit: `dialect`, `column`, `template`, `constant`, `separator`.
"""
