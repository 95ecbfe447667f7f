"""Reports of findings, one module for each form; the same findings, the same bytes."""
