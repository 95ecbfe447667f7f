"""Shapes and quads in, findings out: every fault named, graded and placed."""
