"""Parsers of cells: records that a mapping fills in, which turn text into a value.

They stand in the model, not in `kg.importers`, because a mapping (`map.yml`) is a
record and holds them: its JSON Schema and its faults name their parameters.
"""
