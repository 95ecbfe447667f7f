"""A page as a new source: `source.yml` with what it says of itself, closed to all."""

import datetime
import hashlib
from dataclasses import dataclass

from kg.importers.article.licence import short_name
from kg.importers.article.stated import Metadata, Stated
from kg.importers.template import EMPTY_EXTRACT, SCHEMAS, TEXT
from kg.importers.yamltext import write_yaml
from kg.model.records.base import UNKNOWN
from kg.model.text import SourceText

PAGE = "raw/page.html"
_HEAD = """\
# yaml-language-server: $schema={schemas}/source.schema.json
# What the page says of itself, as kg ingest read it: look it over. See docs/adding.md.
"""
_UNKNOWN_RIGHTS = "unknown: facts and short quotations only"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a page came here.

    Attributes:
        url: where it was fetched; None for a file.
        how: in a sentence, for people.
    """

    on: datetime.date
    how: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """A page, its text and what it says of itself."""

    key: str
    language: str
    page: bytes
    text: SourceText
    metadata: Metadata


def contents(saved: Saved, arrival: Arrival) -> dict[str, bytes]:
    """Return the files of the source, by their names below its folder."""
    return {
        "source.yml": _source(saved, arrival).encode(),
        "extract.yml": EMPTY_EXTRACT.format(schemas=SCHEMAS).encode(),
        TEXT: saved.text.content.encode(),
        PAGE: saved.page,
    }


def _source(saved: Saved, arrival: Arrival) -> str:
    """Write `source.yml`, with a remark where each value was found."""
    found = saved.metadata
    record: dict[str, object] = {
        "key": saved.key,
        "kind": "article",
        "language": saved.language,
        "material": "news-article",
        "label": _labels(saved),
        "title": _said(found.title),
        "author": _said(found.author),
        "publisher": _said(found.publisher),
        "published": _said(found.published),
        "url": _said(found.url),
        "revision": "1",
        "text": TEXT,
        "sha256": saved.text.sha256,
        "access": "restricted",
        "retrieved": _retrieved(saved, arrival),
        "rights": _rights(found.licence),
    }
    head = _HEAD.format(schemas=SCHEMAS) + "\n".join(_remarks(found))
    return f"{head}\n{write_yaml(record)}"


def _said(stated: Stated | None) -> str:
    return UNKNOWN if stated is None else stated.value


def _labels(saved: Saved) -> dict[str, str]:
    """Call the document by its title; in English by its publisher when it is not."""
    found = saved.metadata
    title = found.title.value if found.title is not None else saved.key
    if saved.language == "en":
        return {"en": title}
    publisher = found.publisher.value if found.publisher is not None else saved.key
    day = f", {found.published.value}" if found.published is not None else ""
    return {"en": f"Article by {publisher}{day}", saved.language: title}


def _retrieved(saved: Saved, arrival: Arrival) -> dict[str, str]:
    digest = hashlib.sha256(saved.page).hexdigest()
    how = f"{arrival.how} The page is {PAGE}, sha256 {digest}."
    url = {} if arrival.url is None else {"url": arrival.url}
    return {"on": arrival.on.isoformat(), "how": how, **url}


def _rights(licence: Stated | None) -> dict[str, str]:
    closed = {"quotations": "restricted"}  # as the facts are, until somebody opens both
    if licence is None:
        return {"status": _UNKNOWN_RIGHTS, **closed}
    name = short_name(licence.value)
    status = f"{name}, as {licence.where} states it; for the text alone"
    return {"licence": licence.value, "status": status, **closed}


def _remarks(found: Metadata) -> list[str]:
    """Say where each value was found, and when the page was changed."""
    told = []
    for name in ("title", "author", "publisher", "published", "url", "licence"):
        stated: Stated | None = getattr(found, name)
        told.append(
            f"#   {name}: {stated.where if stated else 'the page does not say'}"
        )
    if found.modified is not None:
        told.append(
            f"#   changed on {found.modified.value}, says {found.modified.where}"
        )
    return told
