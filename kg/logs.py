"""The log: one line per message, on standard error, without personal data.

Modules take their logger with `logging.getLogger(__name__)`; commands and the service
call `start_logs` once.
"""

import logging
import sys
import time

import orjson

_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S%z"


class JsonFormatter(logging.Formatter):
    """One JSON object a line; `fields` of a message are members of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a message as `time` (RFC 3339, UTC), `level`, `logger`, `message`."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        members = {
            "time": f"{moment}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            members["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(members).decode()


def start_logs(level: str, form: str = "text") -> None:
    """Write messages from a level (`INFO`, …) on to standard error, as text or json."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter(_LINE, _TIME)
    handler.setFormatter(JsonFormatter() if form == "json" else text)
    log = logging.getLogger("kg")
    log.handlers = [handler]
    log.setLevel(level)
    log.propagate = False
