"""Headers that every response has."""

from kg.api.releases.validators import CODINGS, coded

Headers = list[tuple[bytes, bytes]]

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
)


def complete(headers: Headers, number: str) -> Headers:
    """Add the security headers and the request's number; tell compressed tags apart."""
    given = dict(headers)
    coding = given.get(b"content-encoding")
    if coding in CODINGS and b"etag" in given:
        headers = [
            (name, coded(value, coding) if name == b"etag" else value)
            for name, value in headers
        ]
    numbered = ((b"x-request-id", number.encode()),) if number else ()
    return [*headers, *(it for it in _ALWAYS if it[0] not in given), *numbered]
