"""Reading a page as a test sees it: its text, links, headings and fragments."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = {"a", "abbr", "code", "em", "q", "span", "strong", "time"}
FIELDS = {"input", "select", "textarea"}
VOID = {"area", "br", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Page:
    """What a page shows."""

    source: str
    text: str = ""
    links: list[str] = field(default_factory=list)
    external: list[dict[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    fields: list[str] = field(default_factory=list)
    language: str = ""
    unclosed: list[str] = field(default_factory=list)

    def __contains__(self, words: str) -> bool:
        return words in self.text


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.words: list[str] = []
        self.open: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag == "main":
            self.inside = True
        self._part(tag)
        if "id" in given:
            self.page.ids.append(given["id"])
        self._note(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        page = self.page
        if tag == "html":
            page.language = given.get("lang", "")
        elif tag == "a":
            page.links.append(given["href"])
            page.external += [given] if given["href"].startswith("http") else []
        elif tag == "label":
            page.labelled.add(given.get("for", ""))
        elif tag in FIELDS and given.get("type") != "hidden":
            page.fields.append(given.get("id", ""))
        elif tag in ("h1", "h2", "h3"):
            page.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False
        self._part(tag)
        if not self.open or self.open.pop() != tag:
            self.page.unclosed.append(tag)

    def _part(self, tag: str) -> None:
        if self.inside and tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)
        if self.open and self.page.headings:
            level, words = self.page.headings[-1]
            if level in self.open:
                self.page.headings[-1] = (level, f"{words}{data}".strip())


def read_page(source: str) -> Page:
    """Read a page; `text` is what stands in `main`, blanks made one."""
    page = Page(source)
    reader = _Reader(page)
    reader.feed(source)
    page.unclosed += reader.open
    page.text = " ".join("".join(reader.words).split())
    return page
