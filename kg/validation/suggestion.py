"""Suggestions: what would mend a finding, where that can be computed.

Each is a guess of a program: it is shown to a person, and nothing is changed.
"""

from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import nearest
from kg.rdf.terms import RDF, SH
from kg.validation.finding import Finding, local_name
from kg.validation.index import Index, Term
from kg.validation.paths import predicates
from kg.validation.repair import castable, repaired
from kg.validation.reports.names import Names

TWINS = (
    ("https://schema.org/", "http://schema.org/"),
    ("http://schema.org/", "https://schema.org/"),
)
"""Namespaces that are taken for each other."""


class Suggestions:
    """Makes suggestions for the findings of one validation."""

    def __init__(self, shapes: Index, data: Index, names: Names) -> None:
        """Take the shapes, and the data that findings are about."""
        self._shapes = shapes
        self._data = data
        self._names = names
        self._rules: dict[str, Callable[[Finding], str]] = {
            "In": self._listed,
            "HasValue": self._stated,
            "Class": self._typed,
            "Datatype": self._cast,
            "NodeKind": self._of_kind,
            "LanguageIn": self._tagged,
            "Pattern": self._matching,
            "LessThan": self._swapped,
            "LessThanOrEquals": self._swapped,
            "Closed": self._known_property,
            "MinCount": self._misnamed,
        }

    def of(self, finding: Finding) -> str:
        """Suggest what would mend a finding; empty when nothing can be computed."""
        name = finding.component.value.rpartition("#")[2]
        rule = self._rules.get(name.removesuffix("ConstraintComponent"))
        return "" if rule is None else rule(finding)

    def _values(self, finding: Finding, parameter: str) -> list[Term]:
        return self._shapes.objects(finding.shape, SH.iri(parameter))

    def _items(self, finding: Finding, parameter: str) -> list[Term]:
        return [
            item
            for head in self._values(finding, parameter)
            for item in self._shapes.items(head)
        ]

    def _listed(self, finding: Finding) -> str:
        return self._nearest(finding.value, self._items(finding, "in"))

    def _stated(self, finding: Finding) -> str:
        wanted = self._values(finding, "hasValue")
        steps = [] if finding.path is None else list(predicates(finding.path))
        has = [v for p in steps for v in self._data.objects(finding.focus, p)]
        near = [self._nearest(value, wanted) for value in has]
        shown = " or ".join(map(self._names.term, wanted))
        return next(filter(None, near), f"add {shown}" if wanted else "")

    def _typed(self, finding: Finding) -> str:
        value = finding.value
        wanted = self._values(finding, "class")
        types = [] if value is None else self._data.objects(value, RDF.type)
        for type_ in types:
            twin = _twin(type_)
            if twin in wanted:
                return f"write {self._names.term(twin)} for {self._names.term(type_)}"
        if isinstance(value, Literal):
            return "name a thing by its IRI, rather than writing a text"
        return self._similar(value, wanted) if not types else ""

    def _similar(self, value: Term | None, classes: list[Term]) -> str:
        known = [n for c in classes for n in self._data.subjects(RDF.type, c)]
        near = self._nearest(value, known)
        shown = " or ".join(map(self._names.term, classes))
        return near or f"nothing says of it that it is a {shown}"

    def _nearest(self, value: Term | None, known: Iterable[Term]) -> str:
        """Find what a value may have meant: the twin of its IRI, or a word like it."""
        terms = {self._names.term(term): term for term in known}
        if value is None or not terms:
            return ""
        for shown, term in terms.items():
            if _twin(value) == term or _same_words(value, term):
                return f"write {shown}"
        words = {_word(term): shown for shown, term in terms.items()}
        near = nearest(_word(value), words, 1)
        return f"did you mean {words[near[0]]}?" if near else ""

    def _cast(self, finding: Finding) -> str:
        datatype = next(iter(self._values(finding, "datatype")), None)
        if not isinstance(finding.value, Literal):
            return "write a text or a number, rather than naming a thing"
        if not isinstance(datatype, NamedNode):
            return ""
        return self._written(finding.value, datatype)

    def _written(self, value: Literal, datatype: NamedNode) -> str:
        if datatype == RDF.langString:
            return f'add a language: "{value.value}"@en, if it is English'
        fixed = castable(value.value, datatype)
        if fixed is None:
            return ""
        return f"write {self._names.term(Literal(fixed, datatype=datatype))}"

    def _of_kind(self, finding: Finding) -> str:
        value = finding.value
        if isinstance(value, Literal) and value.value.startswith(("http:", "https:")):
            return f"write <{value.value.strip()}>, without quotes"
        if isinstance(value, BlankNode):
            return "give the thing an IRI"
        return ""

    def _tagged(self, finding: Finding) -> str:
        tags = [t.value for t in self._items(finding, "languageIn") if _is_text(t)]
        value = finding.value
        if not isinstance(value, Literal) or not tags:
            return ""
        if value.language is None:
            return f'add a language: "{value.value}"@{tags[0]}, if it is that'
        near = "nb" if value.language == "no" and "nb" in tags else ""
        near = near or next(iter(nearest(value.language, tags, 1)), "")
        return f"did you mean @{near}?" if near else f"one of @{', @'.join(tags)}"

    def _matching(self, finding: Finding) -> str:
        patterns = [p.value for p in self._values(finding, "pattern") if _is_text(p)]
        flags = [f.value for f in self._values(finding, "flags") if _is_text(f)]
        if finding.value is None or len(patterns) != 1:
            return ""
        fixed = repaired(_text(finding.value), patterns[0], "".join(flags))
        return "" if fixed is None else f"write {fixed!r}"

    def _swapped(self, finding: Finding) -> str:
        others = [
            *self._values(finding, "lessThan"),
            *self._values(finding, "lessThanOrEquals"),
        ]
        if finding.path is None or finding.value is None:
            return ""
        path = self._names.path(finding.path)
        for other in others:
            if isinstance(other, NamedNode):
                values = self._data.objects(finding.focus, other)
                if len(values) == 1:
                    first, second = map(self._names.term, (finding.value, values[0]))
                    name = self._names.term(other)
                    return f"are they swapped? {path} is {first}, {name} is {second}"
        return ""

    def _known_property(self, finding: Finding) -> str:
        shapes = self._values(finding, "property")
        paths = [p for s in shapes for p in self._shapes.objects(s, SH.path)]
        paths += self._items(finding, "ignoredProperties")
        named = [path for path in paths if isinstance(path, NamedNode)]
        path = finding.path if isinstance(finding.path, NamedNode) else None
        return self._nearest(path, named)

    def _misnamed(self, finding: Finding) -> str:
        """Find a property of the thing that is spelt almost like the missing one."""
        if not isinstance(finding.path, NamedNode):
            return ""
        wanted = self._names.term(finding.path)
        has = dict.fromkeys(p for p, _value in self._data.properties(finding.focus))
        others = [p for p in has if p != finding.path]
        if any(_twin(other) == finding.path for other in others):
            return f"write {wanted}: the namespace differs by one letter"
        words = {local_name(other): self._names.term(other) for other in others}
        near = nearest(local_name(finding.path), words, 1)
        close = [word for word in near if _is_close(word, local_name(finding.path))]
        return f"it has {words[close[0]]}: is {wanted} meant?" if close else ""


def _is_close(word: str, other: str) -> bool:
    """Tell whether a word may be another one misspelt: about as long, as begun."""
    return abs(len(word) - len(other)) <= 2 and word[:1].lower() == other[:1].lower()


def _twin(term: Term) -> Term | None:
    if isinstance(term, NamedNode):
        for space, twin in TWINS:
            if term.value.startswith(space):
                return NamedNode(twin + term.value.removeprefix(space))
    return None


def _same_words(value: Term, term: Term) -> bool:
    """Tell whether two literals differ in language or datatype alone."""
    both = isinstance(value, Literal) and isinstance(term, Literal)
    return both and value.value == term.value and value != term


def _text(term: Term) -> str:
    return term.value


def _word(term: Term) -> str:
    return term.value if isinstance(term, Literal) else local_name(term)


def _is_text(term: Term) -> bool:
    return isinstance(term, Literal)
