"""Following: reading the pages of a stream that may have changed, and no others.

https://w3id.org/ldes/specification says what a client does. A page that does not change
any more is read once; any other is asked for by its tag, and not at all when all behind
the way to it is older than what was there when all pages had been read.
"""

import datetime
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace

import orjson

from kg.publishing.mirror.answer import Document
from kg.publishing.mirror.fetching import Fetcher, UnreachableError
from kg.publishing.mirror.reading.documents import Documents
from kg.publishing.mirror.reading.page import Member, Page, Relation, Sort, Stream
from kg.publishing.mirror.reading.reader import Sought, UnreadableError
from kg.publishing.mirror.streams.ledger import Leaf, Ledger
from kg.publishing.mirror.wishes import Wishes

_NOTHING = Stream(iri="", root="")


@dataclass(slots=True)
class Following:
    """One time of following a stream."""

    url: str
    ledger: Ledger
    documents: Documents
    wishes: Wishes
    pages: int = 0
    _stream: Stream = field(default=_NOTHING)

    @property
    def _fetcher(self) -> Fetcher:
        return self.documents.fetcher

    def run(self) -> int:
        """Read what is new; return how many pages were fetched.

        Raises:
            UnreachableError: a page cannot be had; what was read stays.
            UnreadableError: a page is none, or not of a stream.
        """
        self._begin()
        self._look_back()
        self._walk()
        self.ledger.finish(self._fetcher.now().isoformat())
        held = self.ledger.held()
        if held:
            self.wishes.told(f"{held} members wait for the end of their transaction")
        return self.pages

    def _begin(self) -> None:
        """Find the first page, and what is said of the stream."""
        known = self.ledger.stream()
        if known is None:
            known = self._described(self.url)
            self._tell_of(known)
        self._stream = known
        self._keep_description()

    def _described(self, url: str) -> Stream:
        """Read the description, from the document of the stream and the first page."""
        found, here = self._find(url)
        if found.root == here:
            return found
        first, there = self._find(found.root)
        if first.root != there:
            message = f"{there}: found a page whose first page is {first.root}"
            raise UnreadableError(f"{message}; expected that of {found.iri or url}")
        return replace(_merged(first, found), root=first.root)

    def _find(self, url: str) -> tuple[Stream, str]:
        """Read what a document says of a stream; return where it was, too."""
        document = self.documents.fetch(url)
        if document is None or document.content is None:
            raise UnreachableError(f"{url}: found nothing; expected an event stream")
        found = self.documents.read(document)
        if found.sort is not Sort.STREAM:
            message = f"{url}: found {found.sort}; expected {Sort.STREAM}"
            raise UnreadableError(message)
        self.documents.keep(document)
        return found.page.stream, document.url

    def _tell_of(self, stream: Stream) -> None:
        if stream.shape:
            self.wishes.told(f"the shape {stream.shape} is not looked at")
        if not stream.version_of:
            self.wishes.told(
                "members are no versions of anything: all of them are kept"
            )

    def _look_back(self) -> None:
        """Begin again where the publisher may have forgotten what we have not read."""
        before = self.ledger.note("complete")
        if not before or not self._stream.window:
            return
        away = self._fetcher.now() - datetime.datetime.fromisoformat(before)
        if away.total_seconds() > self._stream.window:
            self.wishes.told(
                "the stream does not go back so far: reading all of it again"
            )
            self.ledger.begin_again()
            self.ledger.write_note("complete", "")

    def _walk(self) -> None:
        """Read the pages, each once, the first one first."""
        horizon = self.ledger.note("horizon")
        waiting = deque([Relation(self._stream.root)])
        known = {self._stream.root}
        while waiting:
            relation = waiting.popleft()
            new = (it for it in self._visit(relation, horizon) if it.node not in known)
            for it in new:
                known.add(it.node)
                waiting.append(it)
            self._require_few(len(known))

    def _visit(self, relation: Relation, horizon: str) -> Iterable[Relation]:
        """Read a page if need be; return where it leads."""
        url = relation.node
        leaf = self.ledger.leaf(url)
        if leaf is not None and (leaf.closed or _is_past(relation, horizon)):
            return leaf.relations if leaf.closed else ()
        tags = ("", "") if leaf is None else (leaf.etag, leaf.modified)
        document = self.documents.fetch(url, *tags)
        if document is None:
            return self._gone(url, leaf)
        if document.content is None:
            return () if leaf is None else leaf.relations
        return self._take(url, document)

    def _gone(self, url: str, leaf: Leaf | None) -> Iterable[Relation]:
        if url == self._stream.root:
            raise UnreachableError(f"{url}: found nothing; expected the first page")
        self.wishes.told(f"{url} is gone")
        self.ledger.close_page(url, leaf)
        return () if leaf is None else leaf.relations

    def _take(self, url: str, document: Document) -> Iterable[Relation]:
        self.pages += 1
        self.wishes.told(f"reading {url}")
        if url == self._stream.root:
            self._redescribe(document)
        page = self.documents.read(document, Sought(self._stream)).page
        page = replace(page, members=(*page.members, *self._elsewhere(page)))
        closed = document.immutable or page.immutable
        leaf = Leaf(document.etag, document.modified, closed, page.relations)
        self.ledger.take(url, leaf, page)
        return page.relations

    def _redescribe(self, document: Document) -> None:
        """Take what the first page says of the stream now."""
        found = self.documents.read(document)
        if found.sort is Sort.STREAM and found.page.stream.iri == self._stream.iri:
            self._stream = _merged(self._stream, found.page.stream)
            self._keep_description()

    def _keep_description(self) -> None:
        description = orjson.dumps(asdict(self._stream)).decode()
        self.ledger.write_note("stream", description)

    def _elsewhere(self, page: Page) -> Iterator[Member]:
        """Fetch the members that a page only names."""
        for name in page.elsewhere:
            if not self.ledger.knows(name):
                self.pages += 1
                self._require_few(self.pages)
                yield self._member(name)

    def _member(self, name: str) -> Member:
        """Fetch a member from its own address."""
        document = self._fetcher.document(name.partition("#")[0])
        if document is not None:
            sought = Sought(self._stream, name)
            for found in self.documents.read(document, sought).page.members:
                return found
        message = f"{name}: found a member that nothing is said of"
        raise UnreadableError(f"{message}; expected it in the page, or there")

    def _require_few(self, pages: int) -> None:
        most = self.wishes.most_pages
        if pages > most:
            message = f"{self.url}: found more than {most} pages"
            raise UnreadableError(f"{message}; expected no more: see --most-pages")


def _merged(known: Stream, said: Stream) -> Stream:
    """Put what is said of a stream over what is known of it."""
    return replace(known, **{k: v for k, v in asdict(said).items() if v})


def _is_past(relation: Relation, horizon: str) -> bool:
    """Say whether nothing new can lie behind a relation.

    A publisher adds nothing that is older than its latest, so that what was there
    before the last of it was all that there will be.
    """
    if not relation.until or not horizon:
        return False
    if relation.inclusive:
        return relation.until < horizon
    return relation.until <= horizon
