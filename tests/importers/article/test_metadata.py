"""What a page says of itself, and which place is believed before which."""

import pytest

from kg.importers.article.metadata import read_metadata
from kg.importers.article.page import read_page
from kg.importers.article.stated import FIELDS, language

JSON_LD = """<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "no"},
 {"@type": ["Thing", "NewsArticle"], "headline": "Vigil", "inLanguage": "nb-NO",
  "author": [{"name": "Eva E."}, "Ola N."], "publisher": {"name": "Nytt"},
  "datePublished": "2012-03-16T23:30:00+01:00", "dateModified": "20120317",
  "license": {"@id": "https://example.org/terms"},
  "mainEntityOfPage": {"@id": "https://example.org/vigil"}}]}</script>"""
MICRODATA = """<div itemscope itemtype="http://schema.org/BlogPosting">
<span itemprop="name">Other</span><h2 itemprop="headline">Vigil</h2>
<span itemprop="author" itemscope><b itemprop="name">Eva E.</b></span>
<time itemprop="datePublished" datetime="2012-03-16">yesterday</time>
<meta itemprop="inLanguage" content="nb"><a itemprop="url" href="https://e.org/v">x</a>
<div itemscope itemtype="http://schema.org/Person"><i itemprop="name">No</i></div>
<i itemprop="publisher">Nytt</i></div>"""
HEAD = """<html lang="nb_NO"><head><meta property="og:title" content="Vigil - Nytt">
<meta property="og:site_name" content="Nytt"><meta name="DC.Creator" content="Eva E.">
<meta property="article:published_time" content="2012-03-16T08:00:00Z">
<meta name="article:author" content="https://example.org/eva">
<link rel="canonical" href="https://example.org/vigil"></head><body>"""


def told(markup: str) -> dict[str, str | None]:
    found = read_metadata(read_page(f"<!doctype html>{markup}".encode(), "page"))
    stated = {name: getattr(found, name) for name in FIELDS}
    return {name: it.value if it else None for name, it in stated.items()}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            JSON_LD,
            {
                "title": "Vigil",
                "author": "Eva E., Ola N.",
                "publisher": "Nytt",
                "published": "2012-03-16",
                "modified": "2012-03-17",
                "language": "nb",
                "licence": "https://example.org/terms",
                "url": "https://example.org/vigil",
            },
            id="json-ld",
        ),
        pytest.param(
            MICRODATA,
            {
                "title": "Vigil",
                "author": "Eva E.",
                "publisher": "Nytt",
                "published": "2012-03-16",
                "language": "nb",
                "url": "https://e.org/v",
            },
            id="microdata",
        ),
        pytest.param(
            HEAD,
            {
                "title": "Vigil",
                "author": "Eva E.",
                "publisher": "Nytt",
                "published": "2012-03-16",
                "language": "nb",
                "url": "https://example.org/vigil",
            },
            id="head",
        ),
        pytest.param(
            "<h1>Vigil</h1><p class='byline'>By Eva E.</p>",
            {"title": "Vigil", "author": "Eva E."},
            id="printed",
        ),
        pytest.param(
            HEAD + JSON_LD.replace("Vigil", "Better"),
            {"title": "Better", "modified": "2012-03-17", "author": "Eva E., Ola N."},
            id="json-ld-goes-first",
        ),
        pytest.param(
            "<script type='application/ld+json'>{not json</script><h1>Vigil</h1>",
            {"title": "Vigil"},
            id="broken-json-ld",
        ),
        pytest.param(
            "<meta name='date' content='2012-02-31'><h1>Vigil</h1>",
            {"published": None},
            id="no-such-day",
        ),
    ],
)
def test_what_a_page_says_of_itself(
    markup: str, expected: dict[str, str | None]
) -> None:
    found = told(markup)

    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("markup", "licence"),
    [
        pytest.param(
            "<a rel='license' href='http://creativecommons.org/licenses/by/4.0/deed.de'>",
            "http://creativecommons.org/licenses/by/4.0/",
            id="rel-license",
        ),
        pytest.param(
            "<p>Photo: <a href='https://creativecommons.org/licenses/by-nc/2.0/'>x</a></p>"
            "<footer><a href='https://creativecommons.org/licenses/by-sa/3.0/'>y</a>",
            "https://creativecommons.org/licenses/by-sa/3.0/",
            id="the-foot-before-a-picture",
        ),
        pytest.param("<footer>All rights reserved</footer>", None, id="none"),
    ],
)
def test_the_licence_is_the_one_stated_for_the_page(
    markup: str, licence: str | None
) -> None:
    assert told(f"<p>text</p>{markup}")["licence"] == licence


@pytest.mark.parametrize(
    ("written", "tag"),
    [("no", "nb"), ("nn-NO", "nn"), ("en_GB", "en"), ("be-tarask", "be-tarask")],
)
def test_languages_are_written_as_tags_in_use(written: str, tag: str) -> None:
    assert language(written) == tag
