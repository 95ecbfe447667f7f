"""What lists are written as, besides RDF and pages: one table for all of it."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.api.citing.citation import BIBTEX, CSL
from kg.api.lists.calendar import as_calendar
from kg.api.lists.entities import SCHEMATA, as_entities
from kg.api.lists.features import as_features
from kg.api.lists.listing import Listing
from kg.api.lists.references import as_bibtex, as_csl
from kg.api.lists.table import as_csv, as_json
from kg.publishing.lists.catalogue import ARTICLES, EVENTS, LISTS, PLACES, List

_ALL = frozenset(it.name for it in LISTS)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that some lists are written in; an offer, as formats of RDF are."""

    label: str
    suffix: str
    media_types: tuple[str, ...]
    lists: frozenset[str]
    write: Callable[[Listing], bytes]

    @property
    def media_type(self) -> str:
        """The media type of an answer, without parameters."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The `Content-Type` of an answer: text says that it is UTF-8."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


FORMS = (
    Form("JSON", "json", ("application/json",), _ALL, as_json),
    Form("CSV", "csv", ("text/csv",), _ALL, as_csv),
    Form(
        "GeoJSON",
        "geojson",
        ("application/geo+json",),
        frozenset({EVENTS.name, PLACES.name}),
        as_features,
    ),
    Form("iCalendar", "ics", ("text/calendar",), frozenset({EVENTS.name}), as_calendar),
    Form(
        "FollowTheMoney",
        "ftm",
        ("application/x-ndjson", "application/jsonl"),
        frozenset(SCHEMATA),
        as_entities,
    ),
    Form("BibTeX", "bib", BIBTEX.media_types, frozenset({ARTICLES.name}), as_bibtex),
    Form("CSL-JSON", "csl", CSL.media_types, frozenset({ARTICLES.name}), as_csl),
)


def forms_of(listed: List) -> tuple[Form, ...]:
    """List the forms of a list, the usual one first."""
    return tuple(form for form in FORMS if listed.name in form.lists)
