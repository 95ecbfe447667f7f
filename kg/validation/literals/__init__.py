"""Literals: which lexical forms are well-formed, and how values compare."""
