"""Mirroring whatever is at an address: found out the first time, known from then on."""

from pathlib import Path

import orjson

from kg.publishing.mirror.answer import Document
from kg.publishing.mirror.dumps.copying import Copied, copy_dump
from kg.publishing.mirror.fetching import Fetcher, TooLargeError, UnreachableError
from kg.publishing.mirror.forms import is_packed
from kg.publishing.mirror.pulling import Pulled, pull
from kg.publishing.mirror.reading.documents import Documents, format_of
from kg.publishing.mirror.reading.page import Sort
from kg.publishing.mirror.reading.reader import Reader, UnreadableError
from kg.publishing.mirror.state import Mirror, State
from kg.publishing.mirror.streams.copying import Followed, StreamState, copy_stream
from kg.publishing.mirror.wishes import PLAIN, Wishes

Outcome = Pulled | Copied | Followed

_SITE = "a service of ours"


def mirror(
    url: str,
    folder: Path,
    fetcher: Fetcher,
    wishes: Wishes = PLAIN,
    reader: Reader | None = None,
) -> Outcome:
    """Bring a copy of whatever is at an address up to date; interrupted, it goes on.

    That is a service of ours, an event stream (LDES), a catalogue (DCAT) or a dump.

    Args:
        url: the address.
        folder: where the copy is kept; `local/` in it is never touched.
        fetcher: what asks.
        wishes: how the copy is to be kept.
        reader: what reads, which the caller closes; else one of our own.

    Raises:
        UnreachableError: it cannot be had just now; what is had stays as it is.
        NotAnnouncedError: what came is not what was announced.
        UnreadableError: it is none of these, or not clear which part of it is meant.
        SignatureError: it is not signed by the key that is pinned.
        SetupError: the folder is the mirror of something else, or being changed.
    """
    if reader is None:
        with Reader() as own:
            return mirror(url, folder, fetcher, wishes, own)
    documents = Documents(fetcher, reader, wishes.contexts)
    if wishes.check:
        _check(folder, wishes)
    sort = _known(folder)
    if sort is None:
        sort = _found(url, documents)
        wishes.told(f"{url} is {sort}")
    if sort == _SITE:
        return pull(url, folder, fetcher, wishes)
    if wishes.pinned is not None:
        message = f"{url}: found {sort}; expected {_SITE}: others are not signed"
        raise UnreadableError(message)
    if sort == Sort.STREAM:
        return copy_stream(url, folder, documents, wishes)
    return copy_dump(url, folder, documents, Sort(sort), wishes)


def _check(folder: Path, wishes: Wishes) -> None:
    """Read what was copied before, and have what is damaged be copied anew."""
    copied = Mirror(folder)
    with copied.held():
        digest = (copied.members() or {}).get("dump")
        if isinstance(digest, str) and not copied.dumps.check(digest):
            wishes.told("the copy has been damaged")


def _known(folder: Path) -> str | None:
    """Say what a folder is a mirror of; None when nothing has been copied yet."""
    members = Mirror(folder).members()
    if members is None:
        return None
    kinds = {State.KIND: _SITE, StreamState.KIND: Sort.STREAM.value}
    return kinds.get(members.get("kind", State.KIND)) or str(members.get("sort"))


def _found(url: str, documents: Documents) -> str:
    """Find out what is at an address.

    Raises:
        UnreadableError: nothing that can be copied.
    """
    if is_packed(url):
        return Sort.DUMP
    if _is_site(url, documents.fetcher):
        return _SITE
    try:
        document = documents.fetcher.document(url)
    except TooLargeError:
        return Sort.DUMP  # no page, and no catalogue, is as large
    if document is None or document.content is None:
        raise UnreadableError(f"{url}: found nothing; expected {_EXPECTED}")
    return _sort(url, document, documents)


_EXPECTED = f"{_SITE}, or RDF: {', '.join(Sort)}"


def _sort(url: str, document: Document, documents: Documents) -> str:
    if format_of(document) is None:
        found = document.type or "no media type"
        raise UnreadableError(f"{url}: found {found}; expected {_EXPECTED}")
    found = documents.read(document).sort
    documents.keep(document)
    return found


def _is_site(url: str, fetcher: Fetcher) -> bool:
    """Say whether an address is that of a service of ours, by its manifest."""
    if "." in url.rstrip("/").rpartition("/")[2] and url.count("/") > 2:
        return False  # a file
    try:
        answer = fetcher.get(f"{url.rstrip('/')}/dataset.json")
        members = orjson.loads(answer.content or b"") if answer is not None else None
    except (ValueError, TooLargeError):
        return False
    except UnreachableError as error:
        if error.status is None:
            raise  # nobody is there; else somebody is, who has no such thing
        return False
    return isinstance(members, dict) and "changes" in members
