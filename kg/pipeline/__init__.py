"""Build and publish: the only package that knows all stages.

sources → records → statements → findings → release → current
"""

from kg.pipeline.building import build, mint
from kg.pipeline.content import QUERIES, SHAPES, Content, Step, read
from kg.pipeline.rules import Rules, check, refuse_violations

__all__ = [
    "QUERIES",
    "SHAPES",
    "Content",
    "Rules",
    "Step",
    "build",
    "check",
    "mint",
    "read",
    "refuse_violations",
]
