"""Data and shapes for the validation benchmark, made from a seed, with the truth.

Events, people, organisations, articles and places, about sixteen triples each. One in
two hundred has a fault of one of the kinds below, and the truth says which shape finds
it: `focus shape`, a line each.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SEED = 20101219
FAULTY = 0.005
_PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_CLASSES = """
ex:Vigil rdfs:subClassOf ex:Event .
ex:March rdfs:subClassOf ex:Event .
ex:Union rdfs:subClassOf ex:Organisation .
"""

Values = dict[str, list[str]]
"""The objects of each predicate of a thing, as Turtle."""


@dataclass(slots=True)
class Sizes:
    """How many things there are of each kind."""

    number: int

    def pick(self, kind: str, chance: random.Random) -> str:
        """Choose a thing of a kind."""
        return f"ex:{kind}{chance.randrange(self.number)}"


def _text(words: str, tag: str = "") -> str:
    return f'"{words}"{tag}'


def _date(chance: random.Random, year: int) -> str:
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    return f'"{year}-{month:02}-{day:02}"^^xsd:date'


def _common(kind: str, number: int, chance: random.Random) -> Values:
    return {
        "ex:label": [
            _text(f"{kind} {number}", "@en"),
            _text(f"{kind} {number}", "@nb"),
        ],
        "ex:code": [_text(f"{kind[0].upper()}-{number:07}")],
        "ex:created": [_date(chance, 2012)],
        "ex:changed": [_date(chance, 2013)],
        "ex:page": [f"<http://example.org/page/{kind}/{number}>"],
        "ex:score": [str(chance.randrange(100))],
        "ex:status": [chance.choice(['"draft"', '"checked"', '"public"'])],
        "ex:note": [_text(f"Нататка {number}", "@be")],
    }


def _event(number: int, sizes: Sizes, chance: random.Random) -> Values:
    return {
        "a": [chance.choice(["ex:Event", "ex:Vigil", "ex:March"])],
        **_common("event", number, chance),
        "ex:begins": [_date(chance, 2010)],
        "ex:ends": [_date(chance, 2011)],
        "ex:place": [sizes.pick("place", chance)],
        "ex:actor": [sizes.pick("person", chance), sizes.pick("organisation", chance)],
        "ex:report": [sizes.pick("article", chance)],
        "ex:size": [str(chance.randrange(1, 500))],
    }


def _person(number: int, sizes: Sizes, chance: random.Random) -> Values:
    return {
        "a": ["ex:Person"],
        **_common("person", number, chance),
        "ex:familyName": [_text("Иванова")],
        "ex:givenName": [_text("Анна")],
        "ex:member": [sizes.pick("organisation", chance)],
        "ex:born": [f'"{chance.randrange(1930, 2000)}"^^xsd:gYear'],
        "ex:home": [sizes.pick("place", chance)],
    }


def _organisation(number: int, sizes: Sizes, chance: random.Random) -> Values:
    return {
        "a": [chance.choice(["ex:Organisation", "ex:Union"])],
        **_common("organisation", number, chance),
        "ex:seat": [sizes.pick("place", chance)],
        "ex:founded": [f'"{chance.randrange(1900, 2010)}"^^xsd:gYear'],
        "ex:active": [chance.choice(["true", "false"])],
        "ex:budget": [f"{chance.randrange(10**6)}.5"],
    }


def _article(number: int, sizes: Sizes, chance: random.Random) -> Values:
    return {
        "a": ["ex:Article"],
        **_common("article", number, chance),
        "ex:author": [sizes.pick("person", chance)],
        "ex:about": [sizes.pick("event", chance)],
        "ex:language": [chance.choice(['"en"', '"nb"', '"be"'])],
        "ex:published": [
            f'"2012-05-{chance.randrange(10, 29)}T10:00:00Z"^^xsd:dateTime'
        ],
        "ex:pages": [str(chance.randrange(1, 40))],
    }


def _place(number: int, _sizes: Sizes, chance: random.Random) -> Values:
    return {
        "a": ["ex:Place"],
        **_common("place", number, chance),
        "ex:latitude": [f"{chance.randrange(-89, 89)}.25"],
        "ex:longitude": [f"{chance.randrange(-180, 180)}.25"],
        "ex:country": [chance.choice(['"NO"', '"BY"', '"SE"', '"PL"'])],
    }


_KINDS: dict[str, Callable[[int, Sizes, random.Random], Values]] = {
    "event": _event,
    "person": _person,
    "organisation": _organisation,
    "article": _article,
    "place": _place,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to a thing, and the shape that finds it."""

    kinds: tuple[str, ...]
    shape: str
    change: Callable[[Values], None]
    asks: bool = False


def _set(predicate: str, *values: str) -> Callable[[Values], None]:
    def change(thing: Values) -> None:
        thing[predicate] = list(values)

    return change


def _drop(predicate: str) -> Callable[[Values], None]:
    def change(thing: Values) -> None:
        del thing[predicate]

    return change


_ALL = tuple(_KINDS)
_EARLY = '"2005-05-10T10:00:00Z"^^xsd:dateTime'
FAULTS = (
    Fault(_ALL, "Thing-label", _set("ex:label", '"a"@en', '"b"@en')),
    Fault(_ALL, "Thing-labelled", _drop("ex:label")),
    Fault(_ALL, "Thing-code", _set("ex:code", '"E-12"')),
    Fault(_ALL, "Thing-created", _set("ex:created", '"2012-02-30"^^xsd:date')),
    Fault(_ALL, "Thing-order", _set("ex:changed", '"2001-01-01"^^xsd:date')),
    Fault(_ALL, "Thing-page", _set("ex:page", '"page"')),
    Fault(_ALL, "Thing-score", _set("ex:score", "101")),
    Fault(_ALL, "Thing-status", _set("ex:status", '"secret"')),
    Fault(_ALL, "Thing-note", _set("ex:note", '"note"@ru')),
    Fault(_ALL, "{kind}-closed", _set("ex:typo", "1")),
    Fault(("event",), "Event-place", _set("ex:place", "ex:person0")),
    Fault(("event",), "Event-actor", _set("ex:actor", "ex:place0")),
    Fault(("event",), "Event-report", _drop("ex:report")),
    Fault(("event",), "Event-size", _set("ex:size", "0")),
    Fault(
        ("event",), "Event-span", _set("ex:ends", '"1999-01-01"^^xsd:date'), asks=True
    ),
    Fault(("person",), "Person-familyName", _set("ex:familyName", '"Åse2"')),
    Fault(("person",), "Person-givenName", _set("ex:givenName", '""')),
    Fault(("person",), "Person-born", _set("ex:born", '"in 1977"^^xsd:gYear')),
    Fault(("person",), "Person-home", _set("ex:home", "ex:place0", "ex:place1")),
    Fault(("organisation",), "Organisation-seat", _set("ex:seat", "ex:article0")),
    Fault(("organisation",), "Organisation-active", _set("ex:active", '"yes"')),
    Fault(("organisation",), "Organisation-poor", _set("ex:budget", "-1.5"), asks=True),
    Fault(("article",), "Article-language", _set("ex:language", '"xx"')),
    Fault(("article",), "Article-author", _set("ex:author", "ex:organisation0")),
    Fault(("article",), "Article-pages", _set("ex:pages", '"3"^^xsd:int')),
    Fault(("article",), "Article-early", _set("ex:published", _EARLY), asks=True),
    Fault(("place",), "Place-latitude", _set("ex:latitude", "91.5")),
    Fault(("place",), "Place-country", _set("ex:country", '"Norway"')),
    Fault(("place",), "Place-nowhere", _set("ex:longitude", "0.0"), asks=True),
    Fault(("person",), "Person-alone", _set("ex:member", "ex:person0"), asks=True),
)


def write_catalogue(folder: Path, triples: int, faulty: float = FAULTY) -> None:
    """Write `data.ttl`, `shapes.ttl`, `core.ttl` and the truths of both."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shapes.ttl").write_text(_shapes(asks=True), "utf-8")
    (folder / "core.ttl").write_text(_shapes(asks=False), "utf-8")
    with (folder / "data.ttl").open("w", encoding="utf-8") as data:
        broken = _write_data(data, max(1, triples // 79), faulty)
    for name, asks in (("shapes.txt", True), ("core.txt", False)):
        told = [f"{key} {shape}\n" for key, shape, asked in broken if asks or not asked]
        (folder / name).write_text("".join(sorted(told)), "utf-8")


def _write_data(
    data: IO[str], number: int, faulty: float
) -> list[tuple[str, str, bool]]:
    chance = random.Random(SEED)  # noqa: S311 - the same catalogue each time
    sizes = Sizes(number)
    broken: list[tuple[str, str, bool]] = []
    data.write(_PREFIXES + _CLASSES)
    for kind, make in _KINDS.items():
        faults = [fault for fault in FAULTS if kind in fault.kinds]
        for place in range(number):
            values = make(place, sizes, chance)
            if place and chance.random() < faulty:
                fault = chance.choice(faults)
                fault.change(values)
                broken.append(
                    (f"{kind}{place}", fault.shape.format(kind=kind), fault.asks)
                )
            data.write(_turtle(f"ex:{kind}{place}", values))
    return broken


def _turtle(name: str, values: Values) -> str:
    said = (f"{key} {' , '.join(objects)}" for key, objects in values.items())
    return name + " " + " ;\n    ".join(said) + " .\n"


def _shapes(*, asks: bool) -> str:
    chance = random.Random(SEED)  # noqa: S311
    names = ("catalogue.ttl", *(("catalogue-queries.ttl",) if asks else ()))
    parts = [(Path(__file__).parent / name).read_text("utf-8") for name in names]
    for kind, make in _KINDS.items():
        predicates = [it for it in make(0, Sizes(1), chance) if it != "a"]
        listed = " ".join(predicates)
        parts.append(
            f"ex:{kind}-closed a sh:NodeShape ; "
            f"sh:targetClass ex:{kind.capitalize()} ; sh:closed true ; "
            f"sh:ignoredProperties ( rdf:type {listed} ) .\n"
        )
        for predicate in predicates:
            shape = f"ex:{kind}-{predicate[3:]}"
            parts.append(
                f"ex:{kind}Shape a sh:NodeShape ; sh:targetClass "
                f"ex:{kind.capitalize()} ; sh:property {shape} .\n"
                f"{shape} a sh:PropertyShape ; sh:path {predicate} ; sh:maxCount 9 ; "
                "sh:not [ sh:hasValue ex:nothing ] .\n"
            )
    return "".join(parts)
