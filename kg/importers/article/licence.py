"""The licence that a page states: by a link that says so, or one in its foot."""

import re
from collections import Counter

from lxml.html import HtmlElement

_CREATIVE = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/[a-z-]+|publicdomain/[a-z]+)/\d\.\d"
)
_FEET = "//footer|//*[contains(@id,'foot') or contains(@class,'foot')]"


def read_licence(tree: HtmlElement) -> tuple[str, str] | None:
    """Return the licence's address and where it stands; None when none is stated."""
    for links, where in (
        (
            tree.xpath("//a[@rel='license']/@href|//link[@rel='license']/@href"),
            "rel=license",
        ),
        (tree.xpath(f"({_FEET})//a/@href"), "the foot of the page"),
        (tree.xpath("//a/@href"), "a link on the page"),
    ):
        addresses = Counter(filter(None, map(_address, links)))
        if addresses:
            return addresses.most_common(1)[0][0], where
    return None


def _address(link: str) -> str:
    """Write a licence's address as Creative Commons does; nothing for other links."""
    found = _CREATIVE.match(link)
    return f"{found[0]}/" if found is not None else ""


def short_name(address: str) -> str:
    """Call a licence as people do.

    >>> short_name("https://creativecommons.org/licenses/by-sa/3.0/")
    'CC BY-SA 3.0'
    >>> short_name("https://example.org/terms")
    'https://example.org/terms'
    """
    parts = address.rstrip("/").split("/")
    if not _CREATIVE.match(address):
        return address
    return f"CC {parts[-2].upper()} {parts[-1]}"
