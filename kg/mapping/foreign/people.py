"""What is withheld from the RDF of others: people, and what would lead to them.

Nobody becomes known by an import. What others publish of people may be lawful where
they do it and is not ours to repeat; who may be named is written in `data/authority/`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.model.mention import has_address
from kg.model.personal import looks_like
from kg.rdf.statement import Statement
from kg.rdf.terms import RDF, RDFS

A_PERSON = "about a person"
A_CONTACT = "would lead to a person"
A_NAME = "may be the name of a person"

_PERSON = re.compile(
    r"[/#_](?:[A-Za-z]*Person|Human|Q5|E21_Person)$|vcard/ns#Individual$"
)
"""Classes of people, whatever the vocabulary."""

_CONTACT = re.compile(
    r"[/#](?:\w*(?:e-?mail|mbox|telephone|phone|fax)\w*|hasTelephone|birth_?[Dd]ate"
    r"|birthday|dateOfBirth|nationalI[dD]|taxI[dD]|homeLocation|homeAddress)$",
    re.IGNORECASE,
)
"""Properties that say where somebody is reached, or who exactly they are."""


_NAMING = re.compile(
    r"[/#](?:creator|contributor|author|maker|editor|translator|nick|contactPoint"
    r"|(?:given|family|first|last|sur)_?[nN]ame|depicts|accountName)$",
    re.IGNORECASE,
)
"""Properties whose text is somebody's name, or an organisation's."""


def withheld(statements: Iterable[Statement], counts: Counter[str]) -> list[Statement]:
    """List the statements that may be kept; count the others by their reason."""
    given = list(statements)
    people = people_in(given)
    people |= _hanging(given, people)
    return [it for it in given if not _is_refused(it, people, counts)]


def _is_refused(
    statement: Statement, people: set[object], counts: Counter[str]
) -> bool:
    quad = statement.quad
    if quad.subject in people or quad.object in people:
        counts[A_PERSON] += 1
        return True
    if _CONTACT.search(quad.predicate.value) or _is_address(quad.object):
        counts[A_CONTACT] += 1
        return True
    if _NAMING.search(quad.predicate.value) and _may_be_name(quad.object):
        counts[A_NAME] += 1
        return True
    return False


def _may_be_name(value: object) -> bool:
    """Tell whether a text may be a person's name: nothing shows an organisation."""
    return isinstance(value, Literal) and looks_like(value.value) != "organisation"


def _is_address(value: object) -> bool:
    if isinstance(value, Literal):
        return has_address(value.value)
    return isinstance(value, NamedNode) and value.value.startswith(("mailto:", "tel:"))


def people_in(statements: Iterable[Statement]) -> set[object]:
    """Collect the instances of the classes of people and of those below them."""
    types: list[tuple[object, object]] = []
    below: list[tuple[object, object]] = []
    for statement in statements:
        quad = statement.quad
        if quad.predicate == RDF.type:
            types.append((quad.subject, quad.object))
        elif quad.predicate == RDFS.subClassOf:
            below.append((quad.subject, quad.object))
    classes = {class_ for _thing, class_ in [*types, *below] if _is_person(class_)}
    while more := {sub for sub, above in below if above in classes} - classes:
        classes |= more
    return {thing for thing, class_ in types if class_ in classes}


def _is_person(class_: object) -> bool:
    return isinstance(class_, NamedNode) and _PERSON.search(class_.value) is not None


def _hanging(statements: list[Statement], people: set[object]) -> set[object]:
    """Collect the blank nodes that only people lead to, such as their addresses."""
    leading: dict[BlankNode, set[object]] = {}
    for subject, value in _links(statements):
        if isinstance(value, BlankNode):
            leading.setdefault(value, set()).add(subject)
    found: set[object] = set()
    while more := {
        node
        for node, ends in leading.items()
        if node not in found and ends <= people | found
    }:
        found |= more
    return found


def _links(statements: Iterable[Statement]) -> Iterator[tuple[object, object]]:
    for statement in statements:
        yield statement.quad.subject, statement.quad.object
