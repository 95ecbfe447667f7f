"""How an answer is cited: as BibTeX, as CSL-JSON, and as a line of text."""

import datetime
from dataclasses import dataclass

import orjson

from kg.api.citing.permalink import Permalink
from kg.api.http.negotiation import Plain
from kg.publishing.dcat.published import AUTHOR

_PUBLISHER = "Solidarity Graph"
_UNTITLED = "Answer to a SPARQL query"

BIBTEX = Plain(("application/x-bibtex",))
CSL = Plain(("application/vnd.citationstyles.csl+json",))

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}&%$#_"},
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What stands in a list of references: the permalink, and its address."""

    permalink: Permalink
    url: str

    @property
    def title(self) -> str:
        """The title of a question of the library, else one for all other queries."""
        return self.permalink.title or _UNTITLED

    @property
    def date(self) -> datetime.date:
        """The day of the release."""
        return datetime.datetime.fromisoformat(self.permalink.issued).date()

    @property
    def line(self) -> str:
        """One line for people."""
        return (
            f"{AUTHOR} ({self.date.year}): {self.title}. {_PUBLISHER}, "
            f"release {self.permalink.release}. {self.url}"
        )

    def bibtex(self) -> str:
        """Write an entry of BibTeX."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": f"{{{escaped(self.title)}}}",
            "year": f"{self.date.year}",
            "month": f"{self.date.month}",
            "version": escaped(self.permalink.release),
            "publisher": _PUBLISHER,
            "note": f"SPARQL query, release {escaped(self.permalink.release)}",
            "url": self.url,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self._name},\n{lines}}}\n"

    def csl(self) -> bytes:
        """Write an item of CSL-JSON, in a list as its readers want it."""
        day = self.date
        item = {
            "id": self._name,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": AUTHOR}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "publisher": _PUBLISHER,
            "version": self.permalink.release,
            "URL": self.url,
        }
        return orjson.dumps([item], option=orjson.OPT_INDENT_2)

    @property
    def _name(self) -> str:
        return f"solidarity-graph-{self.permalink.key[:8]}"


def escaped(text: str) -> str:
    """Write a text for BibTeX."""
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
