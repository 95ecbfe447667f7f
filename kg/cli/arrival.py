"""Where a page comes from: a file or the web; and what the new source is called."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.cli.web.fetch import Limits, fetch
from kg.errors import DuplicateKeyError, SetupError
from kg.importers.article.naming import publisher_slug, slug
from kg.importers.article.page import MOST_BYTES
from kg.importers.article.read import Article
from kg.importers.article.source import Arrival
from kg.importers.article.stated import Metadata, Stated
from kg.importers.project import read_project
from kg.importers.suggestions.lexicon import Lexicon
from kg.importers.suggestions.names import find_names
from kg.model.mention import mentions_person
from kg.model.text import SourceText
from kg.settings import Settings

_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A page that has come, and how."""

    data: bytes
    charset: str | None
    arrival: Arrival

    def addressed(self, article: Article) -> Metadata:
        """Return what the page says; its address is where it was fetched, at least."""
        url = self.arrival.url
        fetched = Metadata(url=Stated(url, "where it was fetched") if url else None)
        return article.metadata.or_else(fetched)

    def name(
        self, article: Article, lexicon: Lexicon, given: str | None
    ) -> tuple[str, str]:
        """Return the keys of publisher and document: as given, else made of its title.

        Raises:
            SetupError: the page says too little to make them.
        """
        if given is not None:
            publisher, _slash, key = given.partition("/")
            return publisher, key
        found = self.addressed(article)
        publisher = publisher_slug(
            found.publisher.value if found.publisher else None,
            found.url.value if found.url else None,
        )
        key = _key(article, lexicon)
        if not publisher or not key:
            missing = "title" if publisher else "publisher"
            raise SetupError(f"the page says no {missing}: say --as PUBLISHER/KEY")
        return publisher, key


def _key(article: Article, lexicon: Lexicon) -> str:
    """Make a key of the title: without it when it names a person, since keys stay."""
    title = article.metadata.title
    if title is None:
        return ""
    named = find_names(SourceText.from_text(title.value), lexicon, article.language)
    known = any(match.name.kind == "person" for match in named)
    if not known and not mentions_person(title.value):
        return slug(title.value)
    day = article.metadata.published
    digest = hashlib.sha256(title.value.encode()).hexdigest()[:8]
    return f"article-{day.value}-{digest}" if day is not None else f"article-{digest}"


def refuse_taken(project: Path, publisher: str, key: str) -> None:
    """See that a key names nothing else in the project.

    Raises:
        DuplicateKeyError: it does.
        InputErrors: faults of the project; they are to be mended first.
    """
    kinds = {key: kind for kind, key, _at in read_project(project).keyed()}
    if key in kinds:
        an = "an" if kinds[key][0] in "aeiou" else "a"
        found = f"{key}, the key of {an} {kinds[key]}"
        expected = "a key that names one thing: say --as PUBLISHER/KEY"
        raise DuplicateKeyError(f"{publisher}/{key}", found, expected)


def open_page(origin: str, settings: Settings, today: datetime.date) -> Arrived:
    """Read a file, or fetch an address.

    Raises:
        FetchError: it cannot be fetched.
        SetupError: there is no such file, or it is too large.
    """
    if origin.lower().startswith(_SCHEMES):
        limits = Limits(settings.article_seconds, MOST_BYTES, settings.article_hosts)
        page = fetch(origin, limits)
        arrival = Arrival(today, "Fetched by kg ingest.", page.url)
        return Arrived(page.body, page.charset, arrival)
    path = Path(origin)
    if not path.is_file():
        raise SetupError(f"{origin}: no such file, and no address with http:// either")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)  # one more tells that it is too large
    how = "Saved before."  # what a file is called may name somebody
    return Arrived(data, None, Arrival(today, how, None))
