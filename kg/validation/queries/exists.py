"""EXISTS with property paths, nested so that the engine begins at what is known.

Oxigraph plans the inside of EXISTS as if nothing were bound: a path such as
`$this rdf:type/rdfs:subClassOf* ?class` beside another pattern is then followed from
every node of the graph, once per row (three seconds where ten milliseconds would do).
`EXISTS { a . b }` means the same as `EXISTS { a FILTER EXISTS { b } }`, where the
engine can only begin at `a`. Bodies of more than triples and plain filters are left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.rdf.query.lexer import Sort, Token
from kg.validation.queries.groups import Element, Group, read_groups, word_of

TERMS = {Sort.IRI, Sort.NAME, Sort.VARIABLE}
REPEATED = ("*", "+", "?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of two terms and one step of a path."""

    subject: str
    step: str
    object: str

    @property
    def is_repeated(self) -> bool:
        """Tell whether the step may be taken any number of times."""
        return self.step.endswith(REPEATED)

    def rank(self, bound: set[str]) -> tuple[bool, bool, bool]:
        """Order patterns by how much is known before they are matched."""
        begin, end = (_is_known(term, bound) for term in (self.subject, self.object))
        return not (begin or end), self.is_repeated, not (begin and end)

    def __str__(self) -> str:
        return f"{self.subject} {self.step} {self.object} ."


def _is_known(term: str, bound: set[str]) -> bool:
    return term[0] not in "?$" or term[1:] in bound


def nest_exists(query: str) -> str:
    """Nest the body of every EXISTS that has a property path beside other patterns.

    Raises:
        ValueError: the brackets of the query do not match.
    """
    root = read_groups(query)
    for body in reversed(list(_bodies(root))):
        patterns, filters = _split(query, body)
        if len(patterns) > 1 and any(pattern.is_repeated for pattern in patterns):
            inside = _nested(patterns, filters, _names_outside(root, body))
            query = f"{query[: body.start]} {inside} {query[body.end :]}"
    return query


def _bodies(group: Group) -> Iterator[Group]:
    for before, child in pairwise([group, *group.children]):
        if isinstance(child, Group):
            if word_of(before) == "EXISTS":
                yield child
            yield from _bodies(child)


def _names_outside(root: Group, body: Group) -> set[str]:
    inside = {token.start for token in body.tokens()}
    return {token.variable for token in root.tokens() if token.start not in inside}


def _split(query: str, body: Group) -> tuple[list[Pattern], list[str]]:
    """Take a body apart; into no patterns when it is of more than is understood."""
    patterns: list[Pattern] = []
    filters: list[str] = []
    for part in _parts(body.children):
        if word_of(part[0]) == "FILTER":
            filters.append(_text(query, part))
        elif _is_triple(part):
            patterns += _patterns(query, part)
        else:
            return [], []
    return patterns, filters


def _parts(children: Sequence[Element]) -> Iterator[list[Element]]:
    """Yield triples and filters: a dot ends either, a filter ends with its bracket."""
    part: list[Element] = []
    for child in children:
        if word_of(child) == "FILTER" and part:
            yield part
            part = []
        if word_of(child) != ".":
            part.append(child)
        if part and (word_of(child) == "." or _ends_filter(part)):
            yield part
            part = []
    if part:
        yield part


def _ends_filter(part: list[Element]) -> bool:
    return word_of(part[0]) == "FILTER" and isinstance(part[-1], Group)


def _is_triple(part: list[Element]) -> bool:
    ends = (part[0], part[-1])
    known = all(isinstance(end, Token) and end.sort in TERMS for end in ends)
    marks = {word_of(element) for element in part}
    groups = {e.bracket for e in part if isinstance(e, Group)}
    return (
        len(part) > 2 and known and not marks & {";", ",", "^^"} and "{" not in groups
    )


def _patterns(query: str, part: list[Element]) -> Iterator[Pattern]:
    """Yield a triple, or one for each step of its path."""
    subject, *path, target = part
    steps = [_text(query, step) for step in _steps(path)]
    nodes = [
        _text(query, [subject]),
        *(f"?step_{_start(step[0])}" for step in _steps(path)[1:]),
        _text(query, [target]),
    ]
    for step, (begin, end) in zip(steps, pairwise(nodes), strict=True):
        if step.startswith("^"):
            yield Pattern(end, step[1:], begin)
        else:
            yield Pattern(begin, step, end)


def _steps(path: list[Element]) -> list[list[Element]]:
    """Cut a path at its slashes; one with alternatives outside brackets stays whole."""
    steps: list[list[Element]] = [[]]
    cut = "|" not in {word_of(element) for element in path}
    for element in path:
        if cut and word_of(element) == "/":
            steps.append([])
        else:
            steps[-1].append(element)
    return steps


def _start(element: Element) -> int:
    return element.start


def _text(query: str, elements: Sequence[Element]) -> str:
    first, last = elements[0], elements[-1]
    start = first.start - (1 if isinstance(first, Group) else 0)
    end = last.end + 1 if isinstance(last, Group) else last.start + len(last.text)
    return query[start:end]


def _nested(patterns: list[Pattern], filters: list[str], bound: set[str]) -> str:
    """Write patterns each inside the one before, the best known first."""
    first = min(patterns, key=lambda pattern: pattern.rank(bound))
    rest = [pattern for pattern in patterns if pattern is not first]
    if not rest:
        return " ".join([str(first), *filters])
    terms = (first.subject, first.object)
    inner = _nested(rest, filters, bound | {term[1:] for term in terms})
    return f"{first} FILTER EXISTS {{ {inner} }}"
