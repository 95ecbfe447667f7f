"""A listing as people see it: a form to narrow it down, rows, and ways on."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.api.lists.asked import space_of
from kg.api.lists.forms import Form, forms_of
from kg.api.lists.item import Item, term_names
from kg.api.lists.listing import Listing
from kg.api.pages.dates import edtf_in_words
from kg.api.pages.frame import Download
from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.publishing.lists.catalogue import List
from kg.publishing.lists.row import Value
from kg.publishing.lists.selection import Choice, Index
from kg.rdf.formats import Format, Kind, holding
from kg.rdf.namespaces import TERMS

MOST = 60
"""How many values a menu has; of more, those of most rows are offered to a typist."""

_HIDDEN = {"about", "event"}
"""Parameters that take one of thousands of things: they come from links."""

_TOLD = {
    "events": ("type", "place", "organiser", "supporter"),
    "people": ("role", "organisation"),
    "organisations": ("type", "country"),
    "places": ("within", "precision"),
    "articles": ("publisher", "language"),
    "claims": ("number", "value", "modality"),
}
"""The fields that a table has room for."""

_NAMES = {"about": "event"}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a menu."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A parameter; what is typed has more values than the options."""

    name: str
    title: str
    value: str
    is_typed: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    link: Link
    when: str
    cells: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list, for its template."""

    listed: List
    count: int
    is_counted: bool
    given: Mapping[str, str]
    menus: tuple[Menu, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    links: Mapping[str, str]
    downloads: tuple[Download, ...]


def show(listing: Listing, index: Index, reading: Reading) -> Shown:
    """Put a listing in order for a reader."""
    told = _TOLD[listing.listed.name]
    return Shown(
        listing.listed,
        listing.page.count,
        listing.page.is_counted,
        listing.given,
        tuple(
            _menu(listing, index, reading, name)
            for name in listing.listed.filters
            if name not in _HIDDEN or name in listing.given
        ),
        told,
        tuple(_line(item, told, reading) for item in listing.items),
        listing.links,
        downloads(listing),
    )


def downloads(listing: Listing) -> tuple[Download, ...]:
    """List what else the page comes in."""
    offers: tuple[Form | Format, ...]
    offers = (*forms_of(listing.listed), *holding(Kind.GRAPH))
    return tuple(
        Download(it.label, listing.format_address(it.suffix), it.media_type)
        for it in offers
    )


def _menu(listing: Listing, index: Index, reading: Reading, name: str) -> Menu:
    value = listing.given.get(name, "")
    found = index.choices(listing.listed, name, MOST + 1)
    space = space_of(listing.listed, name) or ""
    chosen = listing.asked.found_by.get(name)
    options = [_option(it, space, reading, chosen) for it in found]
    if chosen is not None and chosen not in {it.value for it in found}:
        options.append(Option(value, value, chosen=True))
    is_typed = len(found) > MOST
    return Menu(name, _NAMES.get(name, name), value, is_typed, tuple(options))


def _option(choice: Choice, space: str, reading: Reading, chosen: str | None) -> Option:
    label = choice.label
    if choice.value.startswith(TERMS):
        label = term_names(choice.value, reading.terms)
    text = _label(label, reading).text or choice.value
    key = choice.value.removeprefix(space)
    return Option(key, f"{text} ({choice.rows})", choice.value == chosen)


def _line(item: Item, told: tuple[str, ...], reading: Reading) -> Line:
    label = _label(item.label, reading)
    named = label if label.text else Label(item.iri.rpartition("/")[2])
    when = "; ".join(edtf_in_words(it["written"]) for it in item.when)
    return Line(
        Link(named, reading.href(item.iri), item.iri),
        f"{when} (judged)" if item.judged else when,
        tuple(tuple(_link(it, reading) for it in item.fields[name]) for name in told),
    )


def _link(value: Value, reading: Reading) -> Link:
    if isinstance(value, str):
        return Link(Label(value), None, "")
    label = _label(value["label"], reading)
    named = label if label.text else Label(value["iri"].rpartition("/")[2])
    return Link(named, reading.href(value["iri"]), value["iri"])


def _label(label: Mapping[str, str], reading: Reading) -> Label:
    """Choose a name: in a language of the reader's, else in English, else in any."""
    for language in (*reading.languages, "en", "", *sorted(label)):
        if language in label:
            return Label.told(label[language], language)
    return Label("")
