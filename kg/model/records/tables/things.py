"""Things that a table tells of beside its events: agents, places, documents."""

from typing import Annotated

from kg.model.records.base import Code, Day, Key, Labels, Language, Of, Record, Words
from kg.model.records.tables.term import Column, Condition, Term, TermOrColumn


class Thing(Record):
    """Something of which a row tells, the same as often as its key comes."""

    each: Key | None = None
    """The part of a row that tells of it, as named in `each`."""
    when: tuple[Condition, ...] = ()
    """What must hold, all of it, for the row to tell of such a thing."""
    unless: tuple[Condition, ...] = ()
    """What must not hold, none of it."""
    key: TermOrColumn
    """What identifies it within the namespace."""
    public_key: bool = False
    """The key may be read in its IRI: it is a code, and nothing made from a name."""
    known: Key | None = None
    """The lookup that tells which keys are things of the authority files."""
    label: Labels | None = None
    """A template for its name in each language; authorities have theirs already."""
    printed: TermOrColumn | None = None
    """How the source prints its name."""
    mentioned: bool = False
    """State that the source mentions it: for things that no event of it leads to."""


class OrganisationMap(Thing):
    """Organisations; the parser `name` withholds what may be a person's name."""

    type: TermOrColumn
    """A notation of `org-type`."""
    country: Term | None = None
    because: Words | None = None
    """Why no person is among them, where another parser than `name` reads the names."""


class GroupMap(Thing):
    """People whom a row counts or describes and does not name, such as the arrested."""

    size: Column | None = None
    """The column of whole numbers, or of counts, that says how many they are."""


class PersonMap(Thing):
    """People in public roles, whom the source may name and so may we."""

    risk: Annotated[Code, Of("risk")]
    risk_reviewed: Day
    basis: Annotated[Code, Of("publication-basis")]
    because: Words
    """Why all of them may be named."""


class PlaceMap(Thing):
    """Places, never finer than a municipality."""

    within: Term | None = None
    precision: Annotated[Code, Of("precision")] | None = None


class DocumentMap(Thing):
    """Documents that the source refers to, known by their titles."""

    title: TermOrColumn
    language: Language
    published: Column | None = None
    """The column with the day of publication."""
    publisher: TermOrColumn | None = None
    """Its publisher in words."""
