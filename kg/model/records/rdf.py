"""RDF of others: which files, what is left out, and by which alignments it is read."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from kg.model.records.base import (
    HASH_PATTERN,
    Day,
    Key,
    Record,
    Url,
    Words,
    unexpected,
)

SYNTAXES = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
"""The syntaxes of RDF, as the formats of the service are called."""


def _check_syntax(value: str) -> str:
    if value not in SYNTAXES:
        raise unexpected(value, f"one of {', '.join(SYNTAXES)}")
    return value


Syntax = Annotated[
    str,
    AfterValidator(_check_syntax),
    Field(json_schema_extra={"enum": list(SYNTAXES)}),
]


class RdfFile(Record):
    """A file of RDF, below the source's folder."""

    file: Words
    sha256: Annotated[str, Field(pattern=HASH_PATTERN)]
    """Of its bytes: a changed file is a new revision."""
    syntax: Syntax | None = None
    """Where the suffix does not tell it."""
    base: Url | None = None
    """What relative IRIs in it are relative to; without one they are refused."""


class Unread(Record):
    """A file that is kept and not read."""

    file: Words
    reason: Words


class Omission(Record):
    """Statements that are left out, with the reason."""

    property: Url | None = None
    """Those with this property."""
    class_: Url | None = None
    """Those about the instances of this class."""
    graph: Url | None = None
    """Those of this named graph."""
    namespace: Url | None = None
    """Those about things whose IRIs begin so."""
    reason: Words

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [name for name, value in self.choices() if value is not None]
        if len(given) != 1:
            found = " beside ".join(map(repr, given)) or "none of them"
            expected = "one of 'property', 'class', 'graph' and 'namespace'"
            raise unexpected(found, expected, *given[1:2])
        return self

    def choices(self) -> tuple[tuple[str, str | None], ...]:
        """List the ways to tell what is left out, and which IRI is given for each."""
        return (
            ("property", self.property),
            ("class", self.class_),
            ("graph", self.graph),
            ("namespace", self.namespace),
        )


TAKEN = ("given", "quotations")
"""Names of graphs that every source has, or may have."""


class NamedGraph(Record):
    """A named graph of the files, and what it is called among ours."""

    graph: Url
    name: Key

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.name in TAKEN:
            raise unexpected(self.name, "a name of its own", "name")
        return self


class Contribution(Record):
    """Who gave the files, and who took them in: kept here, and in no release."""

    graph: Url
    """What the partner calls it."""
    partner: Key
    key_name: Words
    """Of the key that it came with."""
    revision: Annotated[int, Field(ge=1)]
    received: Words
    accepted_by: Words
    accepted_on: Day
    reason: Words


class ForeignRdf(Record):
    """The content of `rdf.yml`."""

    files: tuple[RdfFile, ...]
    unread: tuple[Unread, ...] = ()
    """Other files below `raw/`, each with the reason why it is not read."""
    alignments: tuple[Words, ...] = ()
    """Turtle below `alignments/`: which of our terms their terms are."""
    our_terms: bool = False
    """Whether they may speak in our terms, of things of their own."""
    contribution: Contribution | None = None
    """How a partner gave them, where one did."""
    graphs: tuple[NamedGraph, ...] = ()
    """Names for named graphs; one without is called by a hash of its IRI."""
    omit: tuple[Omission, ...] = ()
    at_least: Annotated[int, Field(ge=1)] = 1
    """How many statements are kept; fewer mean that the source has shrunk."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.files:
            raise unexpected("an empty list", "at least one file", "files")
        return self
