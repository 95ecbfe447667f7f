"""The sitemap leads to every page of a list but those of people."""

from xml.etree import ElementTree as ET

import httpx

NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(site: httpx.Client, path: str, each: str) -> list[str]:
    """Read the addresses of a file, without the host."""
    answer = site.get(path)
    assert answer.headers["content-type"] == "application/xml"
    root = ET.fromstring(answer.content)  # noqa: S314 - ours
    found = [it.text or "" for it in root.findall(f"{each}/loc", NAMES)]
    address = str(site.base_url).rstrip("/")
    assert all(it.startswith(f"{address}/") for it in found)
    assert len(root.findall(f"{each}/lastmod", NAMES)) == len(found)
    return [it.removeprefix(address) for it in found]


def test_every_page_that_it_has_is_there(site: httpx.Client) -> None:
    assert locations(site, "/sitemap.xml", "sitemap") == ["/sitemap/1.xml"]
    pages = locations(site, "/sitemap/1.xml", "url")
    assert {"/", "/about", "/dataset", "/events", "/page/place/oslo"} <= set(pages)
    assert len(pages) == len(set(pages))
    for path in pages[::5]:
        assert site.head(path, headers={"Accept": "text/html"}).status_code == 200


def test_nobody_is_led_to_people(site: httpx.Client) -> None:
    pages = locations(site, "/sitemap/1.xml", "url")
    assert not [it for it in pages if "person" in it or "people" in it]


def test_it_has_no_other_files(site: httpx.Client) -> None:
    for number in ("0", "2", "-1", "x"):
        assert site.get(f"/sitemap/{number}.xml").status_code in (400, 404)
