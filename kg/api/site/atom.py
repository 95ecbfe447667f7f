"""The feed for people's readers: an entry for each release (Atom, RFC 4287)."""

from collections.abc import Sequence
from xml.etree import ElementTree

from kg.api.pages.words import count
from kg.publishing.changes.entities import Change
from kg.publishing.changes.history import Step
from kg.publishing.changes.quad import FEED
from kg.publishing.changes.record import Record

MEDIA_TYPE = "application/atom+xml"
_SPACE = "http://www.w3.org/2005/Atom"
_WORDS = {Change.CREATE: "new", Change.UPDATE: "changed", Change.DELETE: "gone"}


def summary(record: Record) -> str:
    """Say in words how much changed: "3 things new, 1 thing gone", or "no changes"."""
    told = [
        f"{count(number, 'thing')} {word}"
        for change, word in _WORDS.items()
        if (number := record.count(change))
    ]
    return ", ".join(told) or "no changes"


def atom(steps: Sequence[Step], site: str) -> bytes:
    """Write the feed of releases, the latest first; `site` ends in a slash."""
    ElementTree.register_namespace("", _SPACE)
    feed = ElementTree.Element(f"{{{_SPACE}}}feed")
    _text(feed, "id", FEED)
    _text(feed, "title", "Solidarity Graph: what has changed")
    _text(feed, "updated", steps[0].record.time if steps else "1970-01-01T00:00:00Z")
    _text(
        ElementTree.SubElement(feed, f"{{{_SPACE}}}author"), "name", "Solidarity Graph"
    )
    _link(feed, "self", f"{site}feed.atom", MEDIA_TYPE)
    _link(feed, "alternate", f"{site}feed", "text/html")
    for step in steps:
        _entry(feed, step.record, site)
    written: bytes = ElementTree.tostring(feed, "utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, record: Record, site: str) -> None:
    entry = ElementTree.SubElement(feed, f"{{{_SPACE}}}entry")
    _text(entry, "id", f"{FEED}{record.version}")
    _text(entry, "title", f"{record.time[:10]}: {summary(record)}")
    _text(entry, "updated", record.time)
    _text(entry, "summary", f"Release {record.version}: {summary(record)}.")
    _link(entry, "alternate", f"{site}feed/{record.version}", "text/html")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_SPACE}}}{name}").text = text


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str) -> None:
    about = {"rel": rel, "href": href, "type": kind}
    ElementTree.SubElement(parent, f"{{{_SPACE}}}link", about)
