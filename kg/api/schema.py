"""What the OpenAPI document says of problems: which statuses they come with."""

from http import HTTPStatus
from typing import Any

from kg.api.errors import PROBLEM

_TEXT = {"type": "string"}
HINTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "severity", "line", "column", "message", "suggestion"],
        "properties": {
            "code": _TEXT,
            "severity": {"enum": ["warning", "info"]},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
            "message": _TEXT,
            "suggestion": _TEXT,
        },
    },
}
"""Hints on a query (kg.rdf.hints)."""

_MEMBERS = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "reason": {"type": "string"},
        "limit": {"type": "string"},
        "line": {"type": ["integer", "null"]},
        "column": {"type": ["integer", "null"]},
        "hints": HINTS,
    },
}

Described = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Described:
    """Describe answers that are problems (RFC 9457), or pages to a browser."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {PROBLEM.media_types[0]: {"schema": _MEMBERS}, "text/html": {}},
        }
        for status in statuses
    }


ANYWHERE = problems(400, 404, 405, 406, 410, 502, 503, 504)
"""Whatever is asked: almost every address is answered by a query."""

OF_QUERIES = problems(401, 403, 409, 422, 429)
"""Where a query can be given, or its values."""

OF_BODIES = problems(408, 413, 415)
"""Where the request has a body."""
