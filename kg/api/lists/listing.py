"""A listing: a page of a list as it is asked for, with the ways on from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.api.lists.asked import PAGING, written_cursor
from kg.api.lists.item import Item
from kg.publishing.lists.catalogue import List
from kg.publishing.lists.selection import Page, Selection


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    Attributes:
        path: where it was asked for, with the suffix of its format if it had one.
        root: the path below which the service is mounted.
        given: the parameters that were asked with.
        release: the version of the release.
        time: when that was made, as RFC 3339 writes it.
    """

    asked: Selection
    page: Page
    items: tuple[Item, ...]
    path: str
    root: str
    given: Mapping[str, str]
    release: str
    time: str

    @property
    def listed(self) -> List:
        """The list."""
        return self.asked.listed

    @property
    def links(self) -> dict[str, str]:
        """The relations of RFC 8288 to the pages before and after."""
        rows, found = self.page.rows, {"first": self._address({})}
        if rows and self.page.has_earlier:
            found["prev"] = self._address({"before": written_cursor(rows[0].cursor)})
        if rows and self.page.has_later:
            found["next"] = self._address({"after": written_cursor(rows[-1].cursor)})
        return found

    def format_address(self, suffix: str) -> str:
        """Return the address of this page in a format."""
        return _with(f"{self.root}/{self.listed.name}.{suffix}", self.given)

    def _address(self, cursor: Mapping[str, str]) -> str:
        kept = {name: it for name, it in self.given.items() if name not in PAGING}
        return _with(f"{self.root}{self.path}", {**kept, **cursor})


def _with(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
