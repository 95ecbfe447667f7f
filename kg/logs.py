"""The log: one line per message, on standard error, without personal data.

Modules take their logger with `logging.getLogger(__name__)`; commands and the service
call `start_logs` once.
"""

import logging
import sys

_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"


def start_logs(level: str) -> None:
    """Write messages of the project from a level (`INFO`, …) on to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(_LINE, _TIME))
    log = logging.getLogger("kg")
    log.handlers = [handler]
    log.setLevel(level)
    log.propagate = False
