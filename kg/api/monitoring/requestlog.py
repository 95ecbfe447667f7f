"""A log line for each request: what operators need, nothing about who asked."""

import logging

log = logging.getLogger(__name__)


def log_request(**fields: object) -> None:
    """Log a request that has ended.

    `id` is made up for each one and returned as `X-Request-Id`: whoever reports a
    fault can name it.
    """
    words = " ".join(f"{key}={value}" for key, value in fields.items())
    log.info("request %s", words, extra={"fields": fields})
