"""What the concepts of a scheme are called, by language."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf.namespaces import VOCAB
from kg.rdf.terms import SKOS

_NAMES = (SKOS.prefLabel, SKOS.altLabel)


def concept_labels(
    quads: Iterable[Quad | Triple], scheme: str
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return code → language → names, the preferred one first."""
    start = f"{VOCAB}{scheme}/"
    found: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for quad in quads:
        subject, name = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(start):
            continue
        if quad.predicate in _NAMES and isinstance(name, Literal):
            code = subject.value.removeprefix(start)
            rank = _NAMES.index(quad.predicate)
            found[code][name.language or ""].append((rank, name.value))
    return {
        code: {
            tag: tuple(it for _rank, it in sorted(all_)) for tag, all_ in tags.items()
        }
        for code, tags in found.items()
    }


def narrower(quads: Iterable[Quad | Triple], scheme: str, code: str) -> frozenset[str]:
    """Return a code of a scheme and all that are narrower."""
    start = f"{VOCAB}{scheme}/"
    found = {f"{start}{code}"}
    pairs = [
        (quad.subject.value, quad.object.value)
        for quad in quads
        if quad.predicate == SKOS.broader
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    ]
    size = 0
    while size != len(found):
        size = len(found)
        found |= {narrow for narrow, broad in pairs if broad in found}
    return frozenset(it.removeprefix(start) for it in found)
