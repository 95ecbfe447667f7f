"""What a clerk is given to do, and how it is written: a line of JSON, then bytes."""

from collections.abc import Mapping

import orjson

Fields = Mapping[str, str | None]


def write_job(fields: Fields, content: bytes = b"") -> bytes:
    """Write a job."""
    return orjson.dumps(dict(fields)) + b"\n" + content


def read_job(job: bytes) -> tuple[Fields, bytes]:
    """Read a job; the inverse of `write_job`."""
    head, _, content = job.partition(b"\n")
    return orjson.loads(head), content
