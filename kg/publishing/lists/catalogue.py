"""Which lists there are, what a row of each says, and by what it can be found."""

from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.rdf.terms import DCT, HS, OWL, RDF, SCHEMA, SKOS


class Above(StrEnum):
    """By what else a row is found: by what its value is a kind or a part of."""

    NOTHING = ""
    BROADER = "broader"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a row says.

    Attributes:
        name: what it is called in rows.
        pattern: where it stands, from `?item` to `?value`.
        filter: the parameter by which rows are found with it; "" for none.
        above: what else rows are found by, besides the value.
        shown: whether rows say it, besides being found by it.
    """

    name: str
    pattern: str
    filter: str = ""
    above: Above = Above.NOTHING
    shown: bool = True

    @property
    def refers(self) -> bool:
        """Whether rows repeat the names of its values: concepts have theirs beside."""
        return self.shown and self.name not in TEXTS and "BIND" not in self.pattern


@dataclass(frozen=True, slots=True)
class List:
    """A list: the things of a class.

    Attributes:
        name: its address.
        noun: what it has many of, in English.
        thing: the class of its rows.
        times: patterns from `?item` to its times, best first: those of the first
            that finds any count. Each binds `?first` and `?last`, the days it lies
            between, as far as they are known, and `?written`.
        naming: patterns from `?item` to the `?value` that rows are called by, best
            first.
    """

    name: str
    noun: str
    thing: NamedNode
    fields: tuple[Field, ...]
    times: tuple[str, ...] = ()
    naming: tuple[str, ...] = (f"?item {SKOS.prefLabel} ?value",)

    @property
    def filters(self) -> tuple[str, ...]:
        """The parameters by which its rows are found, each once."""
        return tuple(dict.fromkeys(it.filter for it in self.fields if it.filter))

    @property
    def patterns(self) -> tuple[str, ...]:
        """All patterns that its rows are made of."""
        return (*(it.pattern for it in self.fields), *self.naming, *self.times)

    @property
    def dated(self) -> bool:
        """Whether rows have dates."""
        return bool(self.times)

    @property
    def sorts(self) -> tuple[str, ...]:
        """The orders that it comes in, the usual one first."""
        return ("-date", "date", "label") if self.dated else ("label",)


TEXTS = frozenset(
    {
        *("aggregate", "website", "same_as", "language", "address"),
        *("number", "lower_bound", "upper_bound"),
    }
)
"""The fields that say no thing of ours, so that there are no names beside."""

_SHORTCUT = f"?role {HS.shortcut} ?shortcut ."
_SAME = Field("same_as", f"?item {OWL.sameAs} ?value")
_WITHIN = ("country", Above.WITHIN)


def _value(name: str, path: object, *found: str) -> Field:
    """Say that a row has what stands at a path, and by which parameter it is found."""
    by, above = (*found, "", "")[:2]
    return Field(name, _path(path, "?value"), by, Above(above))


def _path(path: object, end: str) -> str:
    """Write a path of one step or of two: each step is a triple with a variable."""
    first, slash, last = str(path).partition(">/<")
    if not slash:
        return f"?item {path} {end}"
    return f"?item {first}> ?step . ?step <{last} {end}"


def _source(thing: NamedNode) -> Field:
    """Say which documents tell of a thing: those whose graphs say what it is."""
    stated = f"GRAPH ?graph {{ ?item {RDF.type} {thing} }}"
    return Field("source", f"{stated} ?graph {HS.ofDocument} ?value", "source")


def _spans(path: object) -> str:
    """Find the time spans at a path, and the days that they lie between."""
    bounds = " ".join(
        f"OPTIONAL {{ ?span {term} ?{name} }}"
        for term, name in ((HS.notBefore, "first"), (HS.notAfter, "last"))
    )
    return f"{_path(path, '?span')} . ?span {HS.edtf} ?written {bounds}"


_PART = Field(
    "role", f"{_SHORTCUT} ?event ?shortcut ?item BIND(?role AS ?value)", "role"
)
_PUBLISHED = f"?item {SCHEMA.datePublished} ?written"
_PUBLISHED_SINCE = (
    f'?item {HS.datePublishedNotBefore} ?day BIND(CONCAT(STR(?day), "/..") AS ?written)'
)

EVENTS = List(
    "events",
    "event",
    HS.Event,
    (
        _value("type", HS.eventType, "type", "broader"),
        _value("place", HS.place, *_WITHIN),
        _value("concerns", HS.concerns, "concerns", "within"),
        # Shortcuts are stated of what is asserted alone: who is only said to have
        # taken part is told in claims.
        Field(
            "role",
            f"{_SHORTCUT} ?item ?shortcut ?_ BIND(?role AS ?value)",
            "role",
            shown=False,
        ),
        Field(
            "agent", f"{_SHORTCUT} ?item ?shortcut ?value", "organisation", shown=False
        ),
        _value("organiser", HS.organiser),
        _value("supporter", HS.supporter),
        _value("participant", HS.participant),
        _value("source", HS.reportedIn, "source"),
        _value("existence", HS.existence),
        _value("aggregate", HS.aggregate),
    ),
    times=(_spans(HS.judgedTime), _spans(HS.time)),
)

PEOPLE = List(
    "people",
    "person",
    HS.Person,
    (
        _PART,
        Field(
            "organisation",
            f"?post {HS.member} ?item . ?post {HS.organisation} ?value",
            "organisation",
        ),
        _source(HS.Person),
        _SAME,
    ),
)

ORGANISATIONS = List(
    "organisations",
    "organisation",
    HS.Organisation,
    (
        _value("type", HS.orgType, "type", "broader"),
        _value("country", HS.country, *_WITHIN),
        _PART,
        _source(HS.Organisation),
        _value("website", SCHEMA.url),
        _SAME,
    ),
)

PLACES = List(
    "places",
    "place",
    HS.Place,
    (
        _value("within", HS.within, *_WITHIN),
        _value("precision", HS.geoPrecision, "precision"),
        _source(HS.Place),
        _SAME,
    ),
)

ARTICLES = List(
    "articles",
    "article",
    HS.Article,
    (
        _value("publisher", DCT.publisher),
        _value("language", SCHEMA.inLanguage, "language"),
        _value("address", SCHEMA.url),
        _value("mentions", f"{HS.mentions}|{HS.about}", "organisation"),
        _value("event", HS.covers, "event"),
        _source(HS.Article),
    ),
    times=(_PUBLISHED, _PUBLISHED_SINCE),
    naming=(f"?item {DCT.title} ?value", f"?item {SKOS.prefLabel} ?value"),
)

_SUBJECT = HS.claimSubject

CLAIMS = List(
    "claims",
    "claim",
    HS.Claim,
    (
        _value("property", HS.claimProperty, "type"),
        _value("subject", _SUBJECT, "about"),
        _value("value", HS.claimValue),
        _value("number", f"{HS.claimQuantity}/{HS.verbatim}"),
        _value("lower_bound", f"{HS.claimQuantity}/{HS.lowerBound}"),
        _value("upper_bound", f"{HS.claimQuantity}/{HS.upperBound}"),
        _value("unit", f"{HS.claimQuantity}/{HS.unit}"),
        _value("modality", HS.modality, "modality"),
        _value("organisation", f"{HS.assertedBy}|{HS.attributedTo}", "organisation"),
        Field(
            "place", _path(f"{_SUBJECT}/{HS.place}", "?value"), *_WITHIN, shown=False
        ),
        _value("source", HS.inDocument, "source"),
    ),
    times=(_spans(f"{_SUBJECT}/{HS.judgedTime}"), _spans(f"{_SUBJECT}/{HS.time}")),
    naming=(_path(f"{_SUBJECT}/{SKOS.prefLabel}", "?value"),),
)

LISTS = (EVENTS, PEOPLE, ORGANISATIONS, PLACES, ARTICLES, CLAIMS)
"""Every list, in the order of a menu."""
