"""Documents: fetched, put into one form, and read."""

from dataclasses import dataclass, field

from kg.publishing.mirror.answer import Document
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.forms import form_of, form_of_type
from kg.publishing.mirror.reading.contexts import with_contexts
from kg.publishing.mirror.reading.reader import (
    ANYTHING,
    Found,
    Reader,
    Sought,
    UnreadableError,
)
from kg.rdf.formats import JSON_LD, Format


@dataclass(slots=True)
class Documents:
    """Fetches documents, and has them read; `contexts` says whether theirs may be."""

    fetcher: Fetcher
    reader: Reader
    contexts: bool
    _kept: dict[str, Document] = field(default_factory=dict)

    def fetch(self, url: str, etag: str = "", modified: str = "") -> Document | None:
        """Fetch a document, or take one that was kept to be read again."""
        kept = self._kept.pop(url, None)
        return kept or self.fetcher.document(url, etag, modified)

    def keep(self, document: Document) -> None:
        """Keep a document, to be taken once more."""
        self._kept[document.url] = document

    def read(self, document: Document, sought: Sought = ANYTHING) -> Found:
        """Read a document.

        Raises:
            UnreadableError: it is no RDF.
        """
        written = format_of(document)
        if written is None:
            found = f"found {document.type or 'no media type'}"
            message = f"{document.url}: {found}; expected Turtle or another form of RDF"
            raise UnreadableError(message)
        content = document.content or b""
        if written is JSON_LD:
            fetch = self._context if self.contexts else None
            content = with_contexts(content, document.url, fetch)
        return self.reader.page(content, written, document.url, sought)

    def _context(self, url: str) -> bytes:
        document = self.fetcher.document(url, accept=JSON_LD.media_type)
        if document is None or document.content is None:
            raise UnreadableError(f"{url}: found nothing; expected a context")
        return document.content


def format_of(document: Document) -> Format | None:
    """Tell the form of a document by its media type, else by its address."""
    return form_of_type(document.type) or form_of([document.url])
