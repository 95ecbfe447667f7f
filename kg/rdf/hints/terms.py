"""Classes, properties and graphs that a release does not have, and what is meant."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from kg.rdf import terms
from kg.rdf.hints.hint import Doubt, info, shown, warning
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query.outline import Group, Node, Outline, Pattern
from kg.rdf.terms import RDF, Vocabulary
from kg.rdf.usage import Usage

_TYPE = RDF.type.value
_ALIKE = 72


def unknown_terms(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find classes and properties that nothing in the release has."""
    if not usage.properties:
        return
    for group, elsewhere in _groups(outline):
        for pattern in group.patterns:
            for verb in pattern.verbs:
                yield from _unknown(verb, "property", usage, elsewhere=elsewhere)
            if _types(pattern):
                yield from _unknown(pattern.object, "class", usage, elsewhere=elsewhere)


def unknown_graphs(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find graphs that the release does not have."""
    if not usage.graphs:
        return
    named = [it.name for it in outline.select.walk() if it.keyword == "GRAPH"]
    for node in (*outline.graphs, *named):
        if node is not None and node.iri and node.iri not in usage.graphs:
            yield warning(
                "unknown-graph",
                node.start,
                f"this release has no graph {shown(node.iri)}",
                _perhaps(_nearest(_path(node.iri), _paths(usage.graphs))),
            )


def _paths(graphs: Iterable[str]) -> dict[str, list[str]]:
    return {graph: [_path(graph)] for graph in graphs}


def _path(graph: str) -> str:
    """Take off what the names of our graphs have in common."""
    return graph.removeprefix(PREFIXES["graph"])


def foreign_properties(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find properties that no thing of the class that is asked for has."""
    for group, elsewhere in _groups(outline):
        classes = {} if elsewhere else _classes(group)
        for pattern in group.patterns:
            class_ = classes.get(pattern.subject.name, "")
            verb = pattern.verbs[0] if pattern.simple else pattern.subject
            used = usage.uses.get(class_)
            if used is None or verb.iri not in usage.properties or verb.iri in used:
                continue
            yield warning(
                "property-of-others",
                verb.start,
                f"no {shown(class_)} in this release has {shown(verb.iri)}",
                _who_has(verb.iri, usage),
            )


def _classes(group: Group) -> dict[str, str]:
    """Map the names in a group to the class that it says they have."""
    return {
        it.subject.name: it.object.iri
        for it in group.patterns
        if _types(it) and it.simple and it.subject.name
    }


def _types(pattern: Pattern) -> bool:
    """Say whether a pattern asks for a fixed class."""
    verbs = pattern.verbs
    return bool(verbs) and verbs[0].iri == _TYPE and bool(pattern.object.iri)


def _groups(outline: Outline) -> Iterator[tuple[Group, bool]]:
    """Yield every group, and whether it asks elsewhere than in the default graph."""
    if outline.graphs:
        yield from ((group, True) for group in outline.select.walk())
        return
    elsewhere = {
        id(inner)
        for group in outline.select.walk()
        if group.keyword in {"GRAPH", "SERVICE"}
        for inner in group.walk()
    }
    remote = {
        id(inner)
        for group in outline.select.walk()
        if group.keyword == "SERVICE"
        for inner in group.walk()
    }
    for group in outline.select.walk():
        if id(group) not in remote:
            yield group, id(group) in elsewhere


def _unknown(
    node: Node, kind: str, usage: Usage, *, elsewhere: bool
) -> Iterator[Doubt]:
    used = usage.properties if kind == "property" else usage.classes
    if not node.iri or node.iri in used:
        return
    if node.iri in usage.labels or node.iri in _known():
        if not elsewhere:  # a named graph may have what the default graph has not
            message = f"nothing in this release has the {kind} {shown(node.iri)}"
            yield info(f"unused-{kind}", node.start, message)
        return
    twin = _twin(node.iri, usage)
    if twin:
        message = f"<{node.iri}> is another {kind} than <{twin}>, which is known here"
        yield warning("wrong-namespace", node.start, message, f"write <{twin}>")
        return
    message = f"there is no {kind} {shown(node.iri)} here"
    meant = _perhaps(_meant(node.iri, used, usage))
    yield warning(f"unknown-{kind}", node.start, message, meant)


def _twin(iri: str, usage: Usage) -> str:
    """Find a known term that differs in http or https alone, or in # and /."""
    for twin in (*_other_schemes(iri), *_other_ends(iri)):
        known = (usage.properties, usage.classes, usage.labels, _known())
        if any(twin in terms_ for terms_ in known):
            return twin
    return ""


def _other_schemes(iri: str) -> Iterator[str]:
    scheme, colon, rest = iri.partition(":")
    yield from (f"{it}{colon}{rest}" for it in ("http", "https") if it != scheme)


def _other_ends(iri: str) -> Iterator[str]:
    local = _local(iri)
    space = iri.removesuffix(local)
    yield from (f"{space[:-1]}{end}{local}" for end in "#/" if not space.endswith(end))


def _meant(iri: str, used: Collection[str], usage: Usage) -> str:
    """Find the term that is used here and most like one that is not."""
    local = _local(iri).casefold()
    same = sorted(it for it in used if _local(it).casefold() == local)
    if same:
        return same[0]
    return _nearest(local, {it: [_local(it), *usage.labels.get(it, ())] for it in used})


def _nearest(word: str, names: dict[str, list[str]]) -> str:
    """Find the term with the name most like a word, empty if none is like it."""
    by_name = {name: term for term in sorted(names) for name in names[term]}
    found = process.extractOne(
        word,
        list(by_name),
        scorer=fuzz.ratio,
        processor=str.casefold,
        score_cutoff=_ALIKE,
    )
    return by_name[found[0]] if found is not None else ""


def _perhaps(iri: str) -> str:
    return f"perhaps {shown(iri)}" if iri else ""


def _who_has(property_: str, usage: Usage) -> str:
    having = [it for it in sorted(usage.uses) if property_ in usage.uses[it]]
    having.sort(key=lambda it: -usage.classes.get(it, 0))
    return f"those that do are {_list(having[:3])}" if having else ""


def _list(iris: Iterable[str]) -> str:
    return ", ".join(map(shown, iris))


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """List the terms that the project knows, of its own and other vocabularies."""
    vocabularies = [it for it in vars(terms).values() if isinstance(it, Vocabulary)]
    return frozenset(term.value for it in vocabularies for term in it)
