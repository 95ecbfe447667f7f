"""Authority files: who and where, with lasting keys and names in all languages."""

from typing import Annotated

from pydantic import Field

from kg.model.records.base import Aliases, Code, Day, Key, Labels, Of, Record, Url


class Organisation(Record):
    """An organisation, public body, party or movement."""

    key: Key
    type: Annotated[Code, Of("org-type")]
    """A notation of `org-type`."""
    names: Labels
    aliases: Aliases = Field(default_factory=dict)
    country: Key | None = None
    website: Url | None = None
    note: Labels | None = None


class Person(Record):
    """A person who may be named, with the reason why."""

    key: Key
    names: Labels
    aliases: Aliases = Field(default_factory=dict)
    risk: Annotated[Code, Of("risk")]
    """A notation of `risk`."""
    risk_reviewed: Day
    basis: Annotated[Code, Of("publication-basis")]
    """Why the name may be public: a notation of `publication-basis`."""
    note: Labels | None = None


class Place(Record):
    """A country, region, city or site."""

    key: Key
    names: Labels
    aliases: Aliases = Field(default_factory=dict)
    within: Key | None = None
    note: Labels | None = None


class Authority(Record):
    """The content of one authority file."""

    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()


class CuratedGraph(Record):
    """A graph of the project's own making: who may see it, under which licence."""

    name: Key
    title: Labels
    access: Annotated[Code, Of("access")]
    licence: Url
    embargo_until: Day | None = None


class Graphs(Record):
    """The content of `data/graphs.yml`. A graph that is not listed is restricted."""

    graphs: tuple[CuratedGraph, ...]
