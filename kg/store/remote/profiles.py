"""Engines, each by what it does in its own way: one row for each.

What the standard leaves open, and where engines leave the standard. What can be asked
at the start is asked then (kg.store.remote.probe) and is not here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from kg.errors import QueryRefusedError

AUTO = "auto"
"""The profile that stands for whichever the engine's own words tell."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How an engine is told for how long to work.

    By a parameter, in a unit of which a second has so many.
    """

    parameter: str
    unit: str
    per_second: int
    suffix: str = ""

    def write(self, seconds: float) -> tuple[str, str]:
        """Write the parameter; an engine gets a second more than we wait ourselves.

        So it is our deadline that ends a query, and theirs that frees the engine.
        """
        return self.parameter, f"{ceil((seconds + 1) * self.per_second)}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Profile:
    """One engine.

    `sign` is found in the head of its answers or in its service description;
    `refused` are words of queries that reach past SPARQL; `comment` is what it may
    write into N-Triples; `hardest` is how many rows it gives out at most;
    `note` is for its operator.
    """

    name: str
    label: str
    sign: re.Pattern[str] | None = None
    patience: Patience | None = None
    refused: re.Pattern[str] | None = None
    comment: re.Pattern[bytes] | None = None
    triples: tuple[str, ...] = ()
    hardest: int | None = None
    note: str = ""

    def require(self, query: str) -> None:
        """Do nothing for a query that may be sent.

        Raises:
            QueryRefusedError: it calls what is not SPARQL.
        """
        if self.refused is not None and (found := self.refused.search(query)):
            raise QueryRefusedError(
                f"{found[0].strip()} is not allowed here: it is not of SPARQL, and "
                f"reaches into {self.label}"
            )


GENERIC = Profile(
    "generic",
    "any SPARQL 1.1 engine",
    note="It learns of our deadline by the end of the connection alone.",
)

PROFILES = {
    profile.name: profile
    for profile in (
        GENERIC,
        Profile(
            "oxigraph",
            "Oxigraph",
            re.compile(r"^server: oxigraph", re.MULTILINE),
            note="Start it read-only, and with --timeout-s: it works on when we have "
            "left.",
        ),
        Profile(
            "fuseki",
            "Apache Jena Fuseki",
            re.compile(r"^server: .*fuseki|^fuseki-", re.MULTILINE),
            Patience("timeout", "seconds", 1),
            note="Give the read-only query service, without update and upload.",
        ),
        Profile(
            "virtuoso",
            "Virtuoso",
            re.compile(r"^server: virtuoso", re.MULTILINE),
            Patience("timeout", "milliseconds", 1000),
            refused=re.compile(r"\b(?:bif|sql)\s*:|<(?:bif|sql):", re.IGNORECASE),
            comment=re.compile(rb"# Empty \w+\s*$"),
            triples=("text/ntriples", "text/plain"),
            hardest=1_048_576,
            note="ResultSetMaxRows bounds answers: rows that it cuts are told, triples "
            "are not, so that answers of so many are taken for cut.",
        ),
        Profile(
            "graphdb",
            "GraphDB",
            re.compile(r"^server: .*graphdb|graphdb\.ontotext", re.MULTILINE),
            Patience("timeout", "seconds", 1),
            note="Leave the repository's limit of results at 0: what it cuts, it does "
            "not tell.",
        ),
        Profile(
            "qlever",
            "QLever",
            re.compile(r"qlever"),
            Patience("timeout", "seconds", 1, "s"),
            note="Its own longest time, without a token, has to be as long as ours.",
        ),
        Profile(
            "blazegraph",
            "Blazegraph",
            re.compile(r"bigdata\.com/rdf|blazegraph"),
            Patience("maxQueryTimeMillis", "milliseconds", 1000),
            triples=("text/plain",),
        ),
        Profile(
            "stardog",
            "Stardog",
            re.compile(r"^server: .*stardog|^sd-|tag:stardog", re.MULTILINE),
            Patience("timeout", "milliseconds", 1000),
            note="CONSTRUCT may give a triple twice: count by SELECT.",
        ),
    )
}


def recognise(headers: Mapping[str, str], description: str) -> Profile:
    """Tell an engine by the head of an answer and what it says of itself."""
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items())
    told = f"{lines}{description}".lower()
    signed = (it for it in PROFILES.values() if it.sign and it.sign.search(told))
    return next(signed, GENERIC)
