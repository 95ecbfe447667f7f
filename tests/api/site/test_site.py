"""The site as a whole: every link leads somewhere, every page is sound."""

import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from kg.api.static import FOLDER
from tests.api.site.conftest import BROWSER
from tests.api.site.html import Page, read_page

Crawled = dict[str, Page]


@pytest.fixture(scope="module")
def crawled(site: httpx.Client) -> Crawled:
    """Every page that can be reached from the home page, questions asked once each."""
    found: Crawled = {}
    waiting = deque(["/"])
    seen = {"/"}
    while waiting:
        path = waiting.popleft()
        answer = site.get(path, headers={"Accept": BROWSER}, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        found[path] = read_page(answer.text)
        for link in found[path].links:
            target = link.partition("#")[0]
            if target.startswith("/") and target not in seen and is_followed(target):
                seen.add(target)
                waiting.append(target)
    return found


def is_followed(path: str) -> bool:
    """Leave out data, which have tests of their own, and queries written out."""
    parts = urlsplit(path)
    data = parts.path.startswith(("/data/", "/dumps/"))
    suffixed = re.search(r"\.(ttl|jsonld|nt|rdf|trig|nq|json|xml|csv|tsv)$", parts.path)
    return not (data or suffixed or parts.query.startswith("query="))


@pytest.mark.slow
class TestCrawl:
    def test_every_page_is_reached(self, crawled: Crawled) -> None:
        kinds = {path.split("/")[2] for path in crawled if path.startswith("/page/")}
        assert kinds >= {
            "event",
            "series",
            "person",
            "organisation",
            "group",
            "place",
            "demand",
            "slogan",
            "claim",
            "document",
            "passage",
            "time",
            "judgement",
        }
        assert {"/ontology", "/vocab/role/supporter", "/graph/editorial"} <= set(
            crawled
        )
        assert len(crawled) > 400

    def test_every_fragment_is_there(self, crawled: Crawled) -> None:
        missing = {
            (path, link)
            for path, page in crawled.items()
            for link in page.links
            for target, _sign, fragment in [link.partition("#")]
            if fragment and (target in crawled or not target)
            if unquote(fragment) not in crawled[target or path].ids
        }
        assert missing == set()

    def test_every_page_is_well_formed(self, crawled: Crawled) -> None:
        assert {p: page.unclosed for p, page in crawled.items() if page.unclosed} == {}

    def test_no_two_things_of_a_page_have_one_fragment(self, crawled: Crawled) -> None:
        double = {
            path for path, page in crawled.items() if len(set(page.ids)) < len(page.ids)
        }
        assert double == set()

    def test_every_page_has_one_title_and_a_language(self, crawled: Crawled) -> None:
        for path, page in crawled.items():
            levels = [level for level, _words in page.headings]
            assert levels.count("h1") == 1, path
            assert page.headings[0][1], path
            assert page.language == "en", path

    def test_every_field_has_a_label(self, crawled: Crawled) -> None:
        for path, page in crawled.items():
            assert set(page.fields) <= page.labelled, path

    def test_links_to_others_tell_them_nothing(self, crawled: Crawled) -> None:
        for path, page in crawled.items():
            for link in page.external:
                assert "noopener" in link.get("rel", ""), (path, link)

    def test_no_page_needs_a_script(self, crawled: Crawled) -> None:
        for path, page in crawled.items():
            scripts = re.findall(r"<script[^>]*>", page.source)
            assert set(scripts) <= {'<script type="application/ld+json">'}, path
            assert " style=" not in page.source, path
            assert not re.search(r"\bNone\b(?! of)", page.text), path

    def test_addresses_of_ours_are_read_here(self, crawled: Crawled) -> None:
        away = {
            (path, link)
            for path, page in crawled.items()
            for link in page.links
            if link.startswith("https://w3id.org/hrsolidarity/")
        }
        assert away == set()

    def test_no_page_has_more_of_the_source_than_is_public(
        self, crawled: Crawled, root: Path
    ) -> None:
        """No run of more than 90 characters of the text stands on any page."""
        source = "norway-release-political-prisoners"
        text = (root / f"data/sources/hrhf/{source}/raw/article.txt").read_text("utf-8")
        flat = " ".join(text.split())
        runs = {flat[start : start + 95] for start in range(len(flat) - 95)}
        for path, page in crawled.items():
            assert not [run for run in runs if run in page.text], path


def test_every_kind_of_thing_comes_in_every_format(
    site: httpx.Client, local: Callable[[str, str], str]
) -> None:
    things = [
        local("person", "viktor-gonchar"),
        local("claim", "headline-600-arrested"),
        "organisation/rafto-foundation",
        "passage/norway-release-political-prisoners.r1.80-109",
        "time/norway-release-political-prisoners.r1.today",
        "judgement/year-of-the-action",
        "document/norway-release-political-prisoners",
    ]
    for thing in things:
        for suffix in ("ttl", "jsonld", "nt", "nq", "trig", "rdf"):
            answer = site.get(f"/data/{thing}.{suffix}")
            assert answer.status_code == 200, f"{thing}.{suffix}"
            assert len(answer.content) > 300, f"{thing}.{suffix}"


class TestColours:
    """Text has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), in both schemes."""

    PAIRS = (
        ("ink", "paper"),
        ("ink", "surface"),
        ("soft", "paper"),
        ("soft", "surface"),
        ("accent", "paper"),
        ("accent", "surface"),
        ("accent", "tint"),
        ("accent-hover", "paper"),
        ("paper", "accent"),
        ("paper", "accent-hover"),
        ("soft", "tint"),
        ("hedge", "hedge-tint"),
        ("ink", "hedge-tint"),
        ("judged", "judged-tint"),
        ("ink", "judged-tint"),
        ("soft", "judged-tint"),
        ("accent", "judged-tint"),
    )

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("front", "back"), PAIRS)
    def test_are_told_apart(self, scheme: int, front: str, back: str) -> None:
        colours = schemes()[scheme]
        assert contrast(colours[front], colours[back]) >= 4.5


def schemes() -> list[dict[str, str]]:
    """Read the colours of the light and of the dark scheme."""
    style = (FOLDER / "style.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", it)) for it in blocks]


def contrast(front: str, back: str) -> float:
    """Compare the luminance of two colours (WCAG 2.2, contrast ratio)."""
    high, low = sorted((luminance(front), luminance(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
