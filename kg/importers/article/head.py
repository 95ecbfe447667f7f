"""What the head of a page says: OpenGraph, Dublin Core, other names of `meta`."""

from lxml.html import HtmlElement

_NAMES = {
    "title": (
        "og:title",
        "citation_title",
        "dc.title",
        "dcterms.title",
        "twitter:title",
    ),
    "author": (
        *(
            "author",
            "article:author",
            "citation_author",
            "dc.creator",
            "dcterms.creator",
        ),
        *("byl", "parsely-author", "sailthru.author"),
    ),
    "publisher": (
        *("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher"),
        *("publisher", "application-name"),
    ),
    "published": (
        *("article:published_time", "og:published_time", "citation_publication_date"),
        *(
            "dc.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.date",
            "datepublished",
        ),
        *("date", "pubdate", "publishdate", "parsely-pub-date", "sailthru.date"),
    ),
    "modified": ("article:modified_time", "og:updated_time", "dcterms.modified"),
    "language": ("dc.language", "dcterms.language"),
    "licence": ("dcterms.license", "dc.rights", "dcterms.rights"),
    "url": ("og:url",),
}
"""Field → names of `meta` that give it, the most trusted first."""
_ADDRESSES = ("licence", "url")


def read_head(tree: HtmlElement) -> dict[str, str | None]:
    """Read what the head says."""
    content: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or ""
        content.setdefault(name.strip().lower(), meta.get("content") or "")
    found = {
        field: next(
            (
                content[it]
                for it in names
                if content.get(it) and _is_address(content[it]) == (field in _ADDRESSES)
            ),
            None,
        )
        for field, names in _NAMES.items()
    }
    links = tree.xpath("//link[@rel='canonical']/@href")
    return {**found, "url": links[0] if links else found["url"]}


def _is_address(value: str) -> bool:
    return value.strip().lower().startswith(("http://", "https://"))
