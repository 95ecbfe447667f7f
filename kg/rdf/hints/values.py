"""Values compared with what they never equal: texts in a language, dates as texts."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.rdf.hints.hint import Doubt, shown, warning
from kg.rdf.query.lexer import Sort, Token
from kg.rdf.query.outline import Expression, Group, Node, Outline, Role
from kg.rdf.terms import RDF, XSD
from kg.rdf.usage import Usage

_ORDERS = frozenset(["<", ">", "<=", ">=", "=", "!="])
_EQUALS = frozenset(["=", "!="])
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?")
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d.*")
_LANG_STRING = RDF.langString.value
_TIMES = {
    XSD.date.value: "a date",
    XSD.dateTime.value: "a time of a day",
    XSD.gYear.value: "a year",
    XSD.gYearMonth.value: "a month",
}


def untagged_texts(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find a text without a language where the values all have one."""
    for group in outline.select.walk():
        for pattern in group.patterns:
            verb = pattern.verbs[0].iri if pattern.simple else ""
            if _is_plain(pattern.object) and _is_tagged(usage, verb):
                yield _untagged(pattern.object.start, pattern.object.value, verb)
    bound = _bound_by(outline)
    for left, mark, right in _comparisons(outline):
        text = right if right.sort is Sort.STRING else left
        variable = left.variable or right.variable
        verb = bound.get(variable, "")
        compared = mark.text in _EQUALS and text.sort is Sort.STRING
        if compared and _is_tagged(usage, verb):
            yield _untagged(text.start, text.text.strip("\"'"), verb)


def dates_as_texts(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find a variable compared with a date that is written as a text."""
    bound = _bound_by(outline)
    for left, _, right in _comparisons(outline):
        text = right if right.sort is Sort.STRING else left
        variable = left.variable or right.variable
        value = text.text.strip("\"'")
        if text.sort is not Sort.STRING or not variable or not _DATE.fullmatch(value):
            continue
        kinds = usage.values.get(bound.get(variable, ""), {})
        if kinds and not kinds.keys() & _TIMES.keys():
            continue  # the values are texts themselves
        if kinds or _FULL_DATE.fullmatch(value):
            name = "dateTime" if "T" in value else "date"
            yield warning(
                "date-as-text",
                text.start,
                f'"{value}" is a text here, and a date is never before, after or equal '
                "to a text",
                f'write "{value}"^^xsd:{name}' if _FULL_DATE.fullmatch(value) else "",
            )


def mixed_dates(outline: Outline, usage: Usage) -> Iterator[Doubt]:
    """Find a date compared with values that are of another kind of date."""
    bound = _bound_by(outline)
    for expression in _expressions(outline):
        for variable, literal in _typed(expression):
            kinds = usage.values.get(bound.get(variable, ""), {})
            asked = next((it for it in _TIMES if it.endswith(f"#{literal.text}")), "")
            if asked and kinds and asked not in kinds and kinds.keys() <= _TIMES.keys():
                has = " or ".join(sorted(_TIMES[it] for it in kinds))
                yield warning(
                    "mixed-dates",
                    literal.start,
                    f"each value of ?{variable} is {has}, and {_TIMES[asked]} is never "
                    "before, after or equal to it",
                )


def _typed(expression: Expression) -> Iterator[tuple[str, Token]]:
    """Yield variables compared with a typed literal, and the name of its type."""
    words = expression.words
    for index, token in enumerate(words[:-4]):
        one, two, text, mark, kind = words[index : index + 5]
        typed = text.sort is Sort.STRING and mark.text == "^^"
        if token.variable and two.text in _ORDERS and typed:
            name = kind.text.rpartition(":")[2]
            yield one.variable, kind._replace(text=name)


def _untagged(start: int, value: str, verb: str) -> Doubt:
    return warning(
        "untagged-text",
        start,
        f"the values of {shown(verb)} are texts in a language, and “{value}” without "
        "one equals none of them",
        f'write "{value}"@en, or compare STR(?…) = "{value}"',
    )


def _is_plain(node: Node) -> bool:
    return node.role is Role.LITERAL and not (node.language or node.datatype)


def _is_tagged(usage: Usage, verb: str) -> bool:
    """Say whether all values of a property have a language, as far as is counted."""
    kinds: Mapping[str, int] = usage.values.get(verb, {})
    counted = kinds.get(_LANG_STRING, 0)
    return kinds.keys() == {_LANG_STRING} and counted >= usage.properties.get(verb, 0)


def _bound_by(outline: Outline) -> dict[str, str]:
    """Map each variable to the property whose value it is, where that is one alone."""
    found: dict[str, set[str]] = {}
    for group in outline.select.walk():
        for name, verb in _objects(group):
            found.setdefault(name, set()).add(verb)
    return {name: next(iter(it)) for name, it in found.items() if len(it) == 1}


def _objects(group: Group) -> Iterator[tuple[str, str]]:
    for pattern in group.patterns:
        if pattern.object.variable:
            verb = pattern.verbs[-1].iri if pattern.verbs else ""
            yield pattern.object.variable, verb if pattern.simple else ""
    for bind in group.binds:
        yield bind.node.value, ""
    for rows in group.rows:
        for node in rows.names:
            yield node.value, ""


def _expressions(outline: Outline) -> Iterator[Expression]:
    for group in outline.select.walk():
        yield from group.filters
        yield from (it.expression for it in group.binds if it.expression is not None)


def _comparisons(outline: Outline) -> Iterator[tuple[Token, Token, Token]]:
    """Yield each variable compared with a text that has no language or type."""
    for expression in _expressions(outline):
        words = expression.words
        for index, (left, mark) in enumerate(pairwise(words)):
            if mark.text not in _ORDERS or index + 2 >= len(words):
                continue
            right = words[index + 2]
            before = words[index - 1] if index else left
            after = words[index + 3] if index + 3 < len(words) else right
            tagged = after.sort is Sort.LANGUAGE or after.text == "^^"
            called = before.text == "^^" or left.sort is Sort.LANGUAGE
            if not (tagged or called):
                yield left, mark, right
