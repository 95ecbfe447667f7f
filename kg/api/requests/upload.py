"""What a request brings to be kept: graphs in a format, alone or as parts of a form."""

from dataclasses import dataclass, field

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from kg.api.errors import RequestError, UnsupportedMediaTypeError
from kg.rdf.formats import Format, Kind, by_media_type, holding

FORMATS = holding(Kind.GRAPH)
MULTIPART = "multipart/form-data"
_MOST_PARTS = 100


@dataclass(slots=True)
class Part:
    """A part of a form: its headers, with names in small letters, and its content."""

    headers: dict[str, str] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)


def uploaded(request: Request, body: bytes) -> list[tuple[Format, bytes]]:
    """List the graphs that a request brings, each in its format.

    Raises:
        UnsupportedMediaTypeError: one is in none, or in one that holds no graphs.
        RequestError: the form cannot be read.
    """
    given = request.headers.get("content-type", "")
    kind, options = parse_options_header(given)
    if kind != MULTIPART.encode():
        return [(written_in(given), body)]
    parts = read_parts(body, options.get(b"boundary", b""))
    return [
        (written_in(part.headers.get("content-type", "")), bytes(part.content))
        for part in parts
    ]


def written_in(media_type: str) -> Format:
    """Find the format that a `Content-Type` names.

    Raises:
        UnsupportedMediaTypeError: none that holds graphs.
    """
    found = by_media_type(media_type, FORMATS)
    if found is None:
        known = ", ".join(item.media_type for item in FORMATS)
        raise UnsupportedMediaTypeError(
            f"a graph of type {media_type or 'unknown'!r} is not taken: send {known}"
        )
    return found


def read_parts(body: bytes, boundary: bytes) -> list[Part]:
    """Read the parts of a form.

    Raises:
        RequestError: it is not one, has none, or too many.
    """
    reader = _Reader()
    try:
        parser = MultipartParser(boundary, reader.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise RequestError(f"the form cannot be read: {error}") from error
    if not reader.ended or not reader.parts:
        raise RequestError("the form has no parts, or ends in the middle of one")
    return reader.parts


class _Reader:
    """Collects the parts as the parser comes upon them."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._name = b""
        self._value = b""

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) == _MOST_PARTS:
            raise RequestError(f"the form has more than {_MOST_PARTS} parts")
        self.parts.append(Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        name = self._name.decode("latin-1").lower()
        self.parts[-1].headers[name] = self._value.decode("latin-1")
        self._name = self._value = b""

    def _end(self) -> None:
        self.ended = True
