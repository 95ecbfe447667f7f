"""Contexts of JSON-LD: what the keys and words of a document stand for."""

from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from kg.validation.index import Node
from kg.validation.places.jsontext import Value
from kg.validation.places.tokens import labelled, resolve

KEYWORDS = ("@id", "@type", "@value", "@language", "@list", "@set", "@graph")
MAPS = ("@language", "@index", "@id", "@type", "@graph")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a context says of a term."""

    id: str | None = None
    type: str | None = None
    language: str | None = None
    container: tuple[str, ...] = ()
    reverse: bool = False
    context: Value | None = None

    @property
    def maps(self) -> bool:
        """Values are kept in an object, by language, index or name."""
        return any(name in self.container for name in MAPS)


def _read(value: Value) -> Definition:
    if value.members is None:
        return Definition(None if value.scalar is None else str(value.scalar))
    fields = {member.key: member.value for member in value.members}
    text = {key: str(v.scalar) for key, v in fields.items() if v.scalar is not None}
    container = fields["@container"].each() if "@container" in fields else []
    return Definition(
        id=text.get("@id", text.get("@reverse")),
        type=text.get("@type"),
        language=text.get("@language"),
        container=tuple(str(item.scalar) for item in container),
        reverse="@reverse" in fields,
        context=fields.get("@context"),
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What words mean at one place of a document."""

    base: str = ""
    vocab: str | None = None
    language: str | None = None
    terms: dict[str, Definition] = field(default_factory=dict)

    def extended(self, value: Value | None) -> "Context":
        """Read a context on top of this one; of a remote one nothing is known."""
        context = self
        for item in [] if value is None else value.each():
            if item.members is not None:
                context = context._with(item)
            elif item.scalar is None:
                context = Context(self.base)
        return context

    def _with(self, value: Value) -> "Context":
        words = {m.key: m.value for m in value.members or ()}
        found = replace(self, terms=dict(self.terms))
        if "@base" in words and isinstance(base := words["@base"].scalar, str):
            found = replace(found, base=base)
        if "@vocab" in words:
            vocab = words["@vocab"].scalar
            found = replace(found, vocab=None if vocab is None else str(vocab))
        if "@language" in words:
            language = words["@language"].scalar
            found = replace(found, language=None if language is None else str(language))
        for key, definition in words.items():
            if not key.startswith("@"):
                found.terms[key] = _read(definition)
        return found

    def typed(self, value: Value) -> "Context":
        """Add the contexts of the types that an object has."""
        context = self
        for member in value.members or ():
            if self.keyword(member.key) == "@type":
                for item in sorted(member.value.each(), key=lambda v: str(v.scalar)):
                    definition = self.terms.get(str(item.scalar))
                    if definition is not None:
                        context = context.extended(definition.context)
        return context

    def keyword(self, key: str) -> str | None:
        """Tell which keyword a key is, or is another name for; None for others."""
        if key.startswith("@"):
            return key
        definition = self.terms.get(key)
        named = None if definition is None else definition.id
        return named if named is not None and named.startswith("@") else None

    def definition(self, key: str) -> Definition:
        """Give what is said of a term, an empty definition when nothing is."""
        return self.terms.get(key, Definition())

    def property(self, key: str) -> NamedNode | None:
        """Give the property of a key; None when it stands for none."""
        found = self.vocabulary(key)
        return found if isinstance(found, NamedNode) else None

    def vocabulary(self, word: str) -> NamedNode | None:
        """Resolve a word as the name of a property, a type or a datatype."""
        found = self._expanded(word, 0)
        if found is None and ":" not in word:
            return None if self.vocab is None else resolve("", self.vocab + word)
        return resolve(self.base, found or word)

    def iri(self, word: str) -> Node | None:
        """Resolve a word as the name of a thing."""
        if word.startswith("_:"):
            return labelled(word[2:])
        prefix, colon, _local = word.partition(":")
        found = self._expanded(word, 0) if colon and prefix in self.terms else None
        return resolve(self.base, found or word)

    def _expanded(self, word: str, depth: int) -> str | None:
        """Write a term or a prefixed name in full; None when the context has none."""
        definition = self.terms.get(word)
        if definition is not None and definition.id is not None and depth < 10:
            return self._expanded(definition.id, depth + 1) or definition.id
        prefix, colon, local = word.partition(":")
        if colon and not local.startswith("//") and prefix in self.terms:
            space = self._expanded(prefix, depth + 1) if depth < 10 else None
            return None if space is None else space + local
        return None
