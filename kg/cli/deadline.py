"""A deadline for rules: past it, the command ends and names the rule."""

import os
import sys
from contextlib import AbstractContextManager

from kg.validation import watch

_BROKEN = 2
"""The exit code of shapes that cannot be used."""


def limited_rules(seconds: float) -> AbstractContextManager[None]:
    """End this process when a rule takes longer meanwhile."""

    def stop(rule: str) -> None:
        sys.stderr.write(
            f"error: the rule {rule} has not ended within {seconds:g} seconds; "
            "make it simpler, or allow more with --max-query-seconds\n"
        )
        sys.stderr.flush()
        os._exit(_BROKEN)  # the engine cannot be interrupted, nor waited for

    return watch.limited_rules(seconds, stop)
