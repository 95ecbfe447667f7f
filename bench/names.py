"""Made-up things and what is asked of their names, the same each time."""

import random
from collections.abc import Iterator

from kg.search.thing import Name, Thing

ID = "https://w3id.org/hrsolidarity/id/"
SYLLABLES = [
    "ra",
    "ko",
    "mi",
    "stav",
    "en",
    "bor",
    "gru",
    "pel",
    "tin",
    "os",
    "va",
    "lje",
    "dor",
    "ham",
    "kri",
    "un",
]
COMMON = [
    "Demonstration",
    "Assembly",
    "Vigil",
    "March",
    "Committee",
    "Union",
    "Peace",
    "Rights",
]
KINDS = ("event", "event", "event", "organisation", "person", "document")
WORDS = 60_000


def vocabulary() -> list[str]:
    """Make up words that are the same every time."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    return [
        "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))
        for _ in range(WORDS)
    ]


def things(number: int) -> Iterator[Thing]:
    """Yield things whose names have one of few words and two of many."""
    chance, words = random.Random(2), vocabulary()  # noqa: S311 - not a secret
    for place in range(number):
        kind, year = KINDS[place % len(KINDS)], 1990 + place % 35
        name = " ".join((chance.choice(COMMON), *chance.choices(words, k=2), str(year)))
        facets = (
            ("country", f"{ID}place/c{place % 50}"),
            ("kind", kind),
            ("year", str(year)),
        )
        iri = f"{ID}{kind}/x{place:08}"
        yield Thing(iri, kind, (Name(0, "en", name),), (), facets, place % 100)


def questions(number: int) -> dict[str, list[str]]:
    """List what is asked, by sort: the names are some that there are."""
    names = [it.names[0].text for it in things(min(number, 300))]
    return {
        "suggest, one to three letters": [name.casefold()[:3] for name in names]
        + [name.split()[1][: place % 3 + 1] for place, name in enumerate(names)],
        "suggest, a word and a half": [name[: name.index(" ") + 4] for name in names],
        "suggest, a long word": [name.split()[0] for name in names],
        "search, two words": [" ".join(name.split()[:2]) for name in names],
        "search, a slip": [slipped(name) for name in names],
    }


def batches(number: int) -> list[list[str]]:
    """List batches of fifty names each, as they are matched: all are of some thing."""
    names = [it.names[0].text for it in things(number)]
    return [names[place : place + 50] for place in range(0, number, 50)]


def slipped(name: str) -> str:
    """Leave a letter out of the second word."""
    first, second, *_rest = name.split()
    return f"{first} {second[:3]}{second[4:]}"
