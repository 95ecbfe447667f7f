"""Choosing what to answer with from what the client accepts (RFC 9110, 12.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar, cast

from kg.errors import NotAcceptableError, UnexpectedValueError
from kg.rdf.formats import FORMATS, Format, Kind, by_media_type, by_name, holding


class Offer(Protocol):
    """Something that can be answered with, by its media types."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """All it goes by, the one we prefer first."""


@dataclass(frozen=True, slots=True)
class Plain:
    """An offer that is nothing but its media types."""

    media_types: tuple[str, ...]


HTML = Plain(("text/html", "application/xhtml+xml"))
"""A page for people; offered last, so that `*/*` gets data."""

O = TypeVar("O", bound=Offer)  # noqa: E741 - an offer


@dataclass(frozen=True, slots=True)
class Choice(Generic[O]):
    """What was chosen, and the media type by which the client asked for it."""

    offer: O
    media_type: str

    @property
    def content_type(self) -> str:
        """The `Content-Type` of an answer: text formats say that they are UTF-8."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> bool:
        """Say whether a type is in the range; clients write `*+json`, too."""
        kind, _, subtype = media_type.partition("/")
        if self.kind not in (kind, "*"):
            return False
        if self.subtype.startswith("*+"):
            return subtype.endswith(self.subtype[1:])
        return self.subtype in (subtype, "*")

    @property
    def precision(self) -> int:
        return (self.kind != "*") + (self.subtype != "*")


def choose(accept: str | None, offers: Sequence[O]) -> Choice[O] | None:
    """Choose the offer the client likes best; of equals the first, or nothing.

    Without an Accept header, or with an empty one, anything goes.
    """
    wanted, offered = accept or "*/*", tuple(offers)
    if len(wanted) > _LONG:
        return _choose(wanted, offered)
    return cast("Choice[O] | None", _recall(wanted, offered))


_LONG = 512
"""Characters of an Accept header that nobody repeats: the choice is not remembered."""


def _choose(accept: str, offers: tuple[O, ...]) -> Choice[O] | None:
    ranges = _ranges(accept)
    best, found = 0.0, None
    for offer in offers:
        for media_type in offer.media_types:
            quality = _quality(ranges, media_type)
            if quality > best:
                best, found = quality, Choice(offer, media_type)
    return found


_recall = lru_cache(maxsize=512)(_choose)


def require(accept: str | None, offers: Sequence[O]) -> Choice[O]:
    """Choose as `choose` does.

    Raises:
        NotAcceptableError: the client accepts none of the offers.
    """
    found = choose(accept, offers)
    if found is None:
        known = ", ".join(offer.media_types[0] for offer in offers)
        raise NotAcceptableError(f"nothing in {accept!r} is offered here: {known}")
    return found


def named(names: Iterable[str], among: Sequence[Format]) -> Format | None:
    """Find the format that `format=` asks for, by name, suffix or media type.

    Given several, as SPARQLWrapper does, the first that is known counts.

    Raises:
        UnexpectedValueError: no name given is that of a format.
        NotAcceptableError: the format cannot hold this answer.
    """
    wanted = tuple(names)
    for name in wanted:
        found = by_name(name, among) or by_media_type(name, among)
        if found is not None:
            return found
    if not wanted:
        return None
    known = {word for item in FORMATS for word in (item.name, item.suffix)}
    if not any(by_name(name) or by_media_type(name) for name in wanted):
        raise UnexpectedValueError("format", wanted[0], "the name of a format", known)
    offered = ", ".join(item.name for item in among)
    raise NotAcceptableError(f"{wanted[0]} cannot hold this answer; {offered} can")


_MOST_RANGES = 64
"""Media ranges of an Accept header that are read: each is tried on each offer."""


def negotiate(accept: str | None, formats: Iterable[str], kind: Kind) -> Choice[Format]:
    """Choose a format for an answer: what `format=` asks for, else what is accepted.

    Raises:
        UnexpectedValueError: no name given is that of a format.
        NotAcceptableError: nothing that is wanted can hold the answer.
    """
    offers = holding(kind)
    asked = named(formats, offers)
    if asked is not None:
        return Choice(asked, asked.media_type)
    return require(accept, offers)


def _ranges(accept: str) -> tuple[_Range, ...]:
    found = (_range(part) for part in accept.split(",")[:_MOST_RANGES])
    return tuple(
        sorted((it for it in found if it is not None), key=lambda it: -it.precision)
    )


def _range(text: str) -> _Range | None:
    """Read one media range; parameters but `q` are ignored, and what is no range."""
    media_range, *parameters = (part.strip().lower() for part in text.split(";"))
    kind, slash, subtype = media_range.partition("/")
    if not (slash and kind and subtype):
        return None
    return _Range(kind, subtype, _weight(parameters))


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: Iterable[_Range], media_type: str) -> float:
    """Take the weight of the range that fits most precisely: they come so ordered."""
    for media_range in ranges:
        if media_range.fits(media_type):
            return media_range.quality
    return 0.0
