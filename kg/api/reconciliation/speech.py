"""How texts are written in answers: in which languages, and with which tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.api.pages.language import Label
from kg.search.index import Entry
from kg.search.thing import Name

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Speech:
    """The manner of an answer.

    Attributes:
        languages: those that names are given in where there is one, best first.
        tagged: each object says which language its name is in.
    """

    languages: tuple[str, ...] = ("en",)
    tagged: bool = False

    def name(self, entry: Entry) -> Json:
        """Name a thing."""
        return self.text("name", entry.called(self.languages))

    def text(self, field: str, name: Name) -> Json:
        """Write a text in a field."""
        return {field: name.text, **self.tag(name.language)}

    def tag(self, language: str) -> Json:
        """Say which language a text is in, where it has one and it is told."""
        if not (self.tagged and language):
            return {}
        return {"lang": Label("", language).tag}

    def called(self, names: Mapping[str, Entry], iri: str, otherwise: str) -> Json:
        """Name what an IRI stands for, if anything is known of it."""
        entry = names.get(iri)
        return {"name": otherwise} if entry is None else self.name(entry)


ENGLISH = Speech()
"""One address, one answer: programs get the English name where there is one."""
