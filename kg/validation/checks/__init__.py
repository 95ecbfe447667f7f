"""Checks: rules that SHACL cannot say, about graphs, texts and the form of terms."""
