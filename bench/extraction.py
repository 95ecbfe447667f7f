"""How well suggestions are found in articles: precision and recall, kind by kind.

    python -m bench.extraction [--list ARTICLE] [--write]

The articles and what is marked in them by hand are in `bench/articles/`; the first
source is there, too, with its extract as the marks. Some were looked at while the
extractor was made (tuning), some were not (held-out): they are counted apart.
"""

import argparse
import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from bench.baseline import suggest_plainly
from kg.importers.article.body import read_text
from kg.importers.article.metadata import read_metadata
from kg.importers.article.page import read_page
from kg.importers.article.tongue import guess_language
from kg.importers.record import read_record
from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.recogniser import read_recogniser
from kg.importers.suggestions.relative import day_of
from kg.importers.suggestions.suggest import Known, suggest
from kg.model.records.authority import Authority
from kg.model.records.base import Quote
from kg.model.records.draft import ASK, Suggestion
from kg.model.records.extract import Event, Extract
from kg.model.text import SourceText, Span
from kg.rdf.labels import concept_labels, narrower
from kg.rdf.ontology import read_ontology

ROOT = Path(__file__).parents[1]
ARTICLES = Path(__file__).parent / "articles"
FIRST = ROOT / "data/sources/hrhf/norway-release-political-prisoners"
PAGE = ROOT / "docs/benchmarks.md"
KINDS = {
    "people": "person",
    "organisations": "organisation",
    "places": "place",
    "dates": "date",
    "quantities": "quantity",
    "events": "event",
    "demands": "demand",
    "supporters": "supporter",
    "roles": "participant",
}
"""List of marks → kind of suggestion."""

FIELDS = ("title", "author", "publisher", "published", "language", "licence", "url")
_NAMED = ("person", "organisation", "place", "supporter")
BOUNDS = ("exactly", "at-least", "above", "at-most", "below", "shortest", "longest")
_CLOSE = 60
"""Code points that an event's word may stand away from the words marked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person found in an article.

    Attributes:
        spans: where its words stand; a suggestion at one of them may be it.
        value: what it says: a date, bounds, a type, a key; empty where any will do.
        optional: neither missed nor wrong: people disagree on it.
    """

    spans: tuple[Span, ...]
    value: str
    optional: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its marks, by kind of suggestion."""

    name: str
    role: str
    language: str
    text: SourceText
    marks: dict[str, list[Mark]]
    metadata: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    published: datetime.date | None = None


@dataclass(slots=True)
class Score:
    """How many were marked, suggested, and both."""

    marked: int = 0
    suggested: int = 0
    right: int = 0

    def add(self, other: "Score") -> None:
        """Add what was counted elsewhere."""
        self.marked += other.marked
        self.suggested += other.suggested
        self.right += other.right

    @property
    def precision(self) -> float | None:
        """The share of what is suggested that is right."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """The share of what is marked that is found."""
        return self.right / self.marked if self.marked else None


def read_lexicon() -> Lexicon:
    """Read the names of the first source's authority files."""
    names = ("organisations", "people", "places")
    authorities = [
        read_record(ROOT / f"data/authority/{name}.yml", name, Authority)
        for name in names
    ]
    ontology = list(read_ontology(ROOT))
    kinds = EventKinds(
        concept_labels(ontology, "event-type"),
        narrower(ontology, "event-type", "civic-action"),
        narrower(ontology, "event-type", "violation"),
    )
    return Lexicon.of(authorities, kinds)


def read_articles() -> list[Article]:
    """Read all articles that are marked."""
    return [_first(), *(_marked(path) for path in sorted(ARTICLES.glob("*.yml")))]


def _marked(path: Path) -> Article:
    record = yaml.safe_load(path.read_text("utf-8"))
    page = path.with_suffix(".html")
    if page.exists():
        read = read_page(page.read_bytes(), page.name)
        text = read_text(read, page.name)
        found = read_metadata(read)
        says: dict[str, str | None] = {
            name: stated.value if (stated := getattr(found, name)) else None
            for name in FIELDS
        }
        says["language"] = guess_language(text.content)
    else:
        text = SourceText.from_text(path.with_suffix(".txt").read_text("utf-8"))
        says = {}
    marks = {
        kind: [_mark(text, kind, it) for it in record.get(list_) or []]
        for list_, kind in KINDS.items()
    }
    wanted = record.get("metadata", {})
    metadata = {
        name: (None if str(wanted[name]) == "unknown" else str(wanted[name]), value)
        for name, value in says.items()
    }
    language = record["language"]
    day = day_of(str(record.get("published") or says.get("published")))
    return Article(path.stem, record["role"], language, text, marks, metadata, day)


def _mark(text: SourceText, kind: str, record: dict[str, Any]) -> Mark:
    words = str(record["words"])
    spans = tuple(text.occurrences(words))
    if not spans:
        raise ValueError(f"{words!r} does not stand in the text")
    if kind == "quantity":
        value = _bounds(record)
    elif kind == "date":
        value = str(record.get("edtf", ""))
    elif kind == "event":
        value = str(record["type"])
    elif kind == "participant":
        value = f"{record['role']} {record['agent']} {record['type']}"
    else:
        value = str(record.get("key", ""))
    optional = bool(record.get("optional"))
    return Mark(spans, value, optional, known="key" in record)


def _bounds(record: dict[str, Any]) -> str:
    return " ".join(f"{it}={record[it]}" for it in BOUNDS if it in record)


def _first() -> Article:
    """Take the extract of the first source as the marks in it."""
    extract = read_record(FIRST / "extract.yml", "extract.yml", Extract)
    text = SourceText.from_bytes((FIRST / "raw/article.txt").read_bytes())
    kinds = _authority_kinds()
    marks: dict[str, list[Mark]] = {kind: [] for kind in KINDS.values()}
    for mention in extract.mentions:
        mark = Mark(_spans(text, mention.quote), mention.names, known=True)
        marks[kinds[mention.names]].append(mark)
    for edtf, quotes in _times(extract):
        marks["date"].append(Mark(_spans(text, quotes), edtf))
    marks["quantity"] = list(_quantities(text, extract))
    for event in extract.events:
        marks["event"].append(Mark(_spans(text, event.quote), event.type))
        marks["supporter"] += _supporters(text, event)
        marks["participant"] += _roles(text, event)
    for demand in extract.demands:
        marks["demand"].append(Mark(_spans(text, demand.quote), ""))
    return Article("the first source", "tuning", "en", text, marks)


def _quantities(text: SourceText, extract: Extract) -> Iterator[Mark]:
    for claim in extract.claims:
        if claim.quantity is not None:
            bounds = claim.quantity.model_dump(by_alias=True, exclude_none=True)
            yield Mark(_spans(text, claim.quote), _bounds(bounds))


def _supporters(text: SourceText, event: Event) -> Iterator[Mark]:
    for it in event.participants:
        if it.role == "supporter":
            yield Mark(_spans(text, it.quote), it.agent, known=True)


def _roles(text: SourceText, event: Event) -> Iterator[Mark]:
    """Take who organised an event, or was its victim; groups have no name to find."""
    known = _authority_kinds()
    for it in event.participants:
        if it.role in ("organiser", "victim") and it.agent in known:
            value = f"{it.role} {it.agent} {event.type}"
            yield Mark(_spans(text, it.quote), value, known=True)


def _authority_kinds() -> dict[str, str]:
    lexicon = read_lexicon()
    return {name.key: name.kind for name in lexicon.names}


def _times(extract: Extract) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    inline = [it.time for it in extract.events]
    seen = set()
    for time in (*extract.times, *inline):
        if time.edtf is not None and time.quote and time.edtf not in seen:
            seen.add(time.edtf)
            yield time.edtf, time.quote


def _spans(text: SourceText, quotes: tuple[Quote, ...]) -> tuple[Span, ...]:
    found = []
    for quote in quotes:
        places = text.occurrences(quote.exact)
        found.append(places[(quote.nth or 1) - 1])
    return tuple(found)


def fits(suggestion: Suggestion, mark: Mark) -> bool:
    """Say whether a suggestion is what a person marked: the value, and the place."""
    if suggestion.kind == "participant":
        said = (suggestion.record[name] for name in ("role", "agent", "type"))
        return " ".join(map(str, said)) == mark.value
    if suggestion.section == "mentions" and mark.value:
        return bool(suggestion.record["names"] == mark.value)
    if suggestion.kind in _NAMED:
        return _same(suggestion, mark) and any(
            suggestion.span in span
            and len(suggestion.exact) * 2 >= span.end - span.start
            for span in mark.spans
        )
    reach = _CLOSE if suggestion.kind == "event" else 0
    near = any(
        suggestion.start < span.end + reach and span.start - reach < suggestion.end
        for span in mark.spans
    )
    return near and _same(suggestion, mark)


def _same(suggestion: Suggestion, mark: Mark) -> bool:
    record = suggestion.record
    if suggestion.kind == "quantity":
        return mark.optional or mark.value == _bounds(record["quantity"])
    if suggestion.kind == "date":
        return mark.optional or record["edtf"] == mark.value
    if suggestion.kind == "event":
        return bool(record["type"] == mark.value)
    named = record.get("names", record.get("agent", ASK))
    return not mark.value or named == mark.value


def score(
    suggestions: list[Suggestion], marks: list[Mark]
) -> tuple[Score, list[str], list[Suggestion]]:
    """Pair suggestions and marks; return the score, what was missed, what is wrong."""
    left = list(marks)
    wrong = []
    right = spared = 0
    for suggestion in suggestions:
        fitting = [mark for mark in left if fits(suggestion, mark)]
        best = min(fitting, key=partial(_rank, suggestion), default=None)
        if best is None:
            wrong.append(suggestion)
        elif best.optional:
            spared += 1
        else:
            left.remove(best)
            right += 1
    needed = [mark for mark in marks if not mark.optional]
    missed = [mark for mark in left if not mark.optional]
    found = Score(len(needed), len(suggestions) - spared, right)
    return found, [f"{it.value} {it.spans[0]}" for it in missed], wrong


def _rank(suggestion: Suggestion, mark: Mark) -> tuple[bool, int]:
    """Put what is needed first, then what is nearest."""
    away = min(abs(span.start - suggestion.start) for span in mark.spans)
    return mark.optional, away


Finder = Callable[[Article, Lexicon], Iterable[Suggestion]]


def ours(article: Article, lexicon: Lexicon) -> Iterable[Suggestion]:
    """Suggest as `kg ingest` does."""
    known = Known(article.published)
    return suggest(article.text, article.language, article.name, lexicon, known)


def with_model(article: Article, lexicon: Lexicon) -> Iterable[Suggestion]:
    """Suggest as `kg ingest` does where the extra `nlp` is installed."""
    model = read_recogniser(article.language)
    known = Known(article.published, None, model)
    return suggest(article.text, article.language, article.name, lexicon, known)


def plain(article: Article, lexicon: Lexicon) -> Iterable[Suggestion]:
    """Suggest by plain means."""
    return suggest_plainly(article.text, article.language, lexicon)


def measure(
    articles: list[Article], lexicon: Lexicon, role: str, find: Finder
) -> dict[str, Score]:
    """Score all articles of a role, kind by kind."""
    totals = {kind: Score() for kind in (*KINDS, "names that are known", "metadata")}
    for article in articles:
        if article.role != role:
            continue
        found = list(find(article, lexicon))
        for list_, kind in KINDS.items():
            of_kind = _of_kind(found, kind)
            totals[list_].add(score(of_kind, article.marks[kind])[0])
        totals["names that are known"].add(_known(found, article))
        totals["metadata"].add(_metadata(article))
    return totals


def _of_kind(found: Iterable[Suggestion], kind: str) -> list[Suggestion]:
    """List the suggestions of a kind; of roles also those that stand with an event."""
    listed = list(found)
    own = [it for it in listed if it.kind == kind]
    if kind != "participant":
        return own
    events = [it.record for it in listed if it.kind == "event"]
    types = {it.get("key"): it["type"] for it in events}
    befallen = [
        it.model_copy(update={"kind": kind, "record": {**part, "type": types[key]}})
        for it in listed
        if it.kind == "event"
        for part in it.record.get("participants", ())
        if part["agent"] != ASK and (key := it.record["key"])
    ]
    organised = [
        it.model_copy(update={"record": {**it.record, "type": types[event]}})
        for it in own
        if (event := it.record["event"]) in types
    ]
    return [*organised, *befallen]


def _known(found: list[Suggestion], article: Article) -> Score:
    """Score people, organisations and places that the graph has names of."""
    total = Score()
    for kind in ("person", "organisation", "place"):
        keyed = [it for it in found if it.kind == kind and it.record["names"] != ASK]
        marks = [it for it in article.marks[kind] if it.known]
        total.add(score(keyed, marks)[0])
    return total


def _metadata(article: Article) -> Score:
    total = Score()
    for wanted, found in article.metadata.values():
        total.marked += wanted is not None
        total.suggested += found is not None
        total.right += wanted is not None and wanted == found
    return total


def tables() -> str:
    """Measure, and write what was found as two tables."""
    articles, lexicon = read_articles(), read_lexicon()
    return "\n".join(
        _table(role, *(measure(articles, lexicon, role, it) for it in (ours, plain)))
        for role in ("held-out", "tuning")
    )


def _table(role: str, found: dict[str, Score], plainly: dict[str, Score]) -> str:
    head = (
        f"| {role} | marked | precision | recall | plain precision | plain recall |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
    )
    return head + "".join(
        f"| {name} | {score.marked} | {_cells(score)} | {_cells(plainly[name])} |\n"
        if name != "metadata"
        else f"| {name} | {score.marked} | {_cells(score)} | | |\n"
        for name, score in found.items()
    )


def _cells(score: Score) -> str:
    parts = (score.precision, score.recall)
    shown = ("-" if part is None else f"{part:.2f}" for part in parts)
    return " | ".join(shown)


BEGIN, END = "<!-- bench.extraction begins -->", "<!-- bench.extraction ends -->"


def write_page(written: str) -> None:
    """Put the table where the documentation has it."""
    page = PAGE.read_text("utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    PAGE.write_text(pattern.sub(f"{BEGIN}\n\n{written}\n{END}", page), "utf-8")


def tell(article: Article, lexicon: Lexicon) -> None:
    """Print what was missed in an article, and what is wrong."""
    found = list(ours(article, lexicon))
    print(f"== {article.name} ({article.role})")
    for name, (wanted, value) in article.metadata.items():
        if wanted != value:
            print(f"  {name}: wanted {wanted!r}, found {value!r}")
    for list_, kind in KINDS.items():
        of_kind = _of_kind(found, kind)
        _score, missed, wrong = score(of_kind, article.marks[kind])
        for it in missed:
            print(f"  {list_} missed: {it}")
        for one in wrong:
            print(f"  {list_} wrong: {one.exact!r} {one.why}")


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", metavar="ARTICLE", help="what was missed in it")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--model", action="store_true", help="with the extra nlp")
    arguments = parser.parse_args()
    if arguments.list:
        lexicon = read_lexicon()
        for article in read_articles():
            if article.name == arguments.list:
                tell(article, lexicon)
        return
    written = tables()
    if arguments.model:
        lexicon, articles = read_lexicon(), read_articles()
        found = [measure(articles, lexicon, "tuning", it) for it in (with_model, ours)]
        print(_table("with the model, beside rules alone", *found))
        return
    if arguments.write:
        write_page(written)
    print(written)


if __name__ == "__main__":
    main()
