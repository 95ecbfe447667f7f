"""A saved page is decoded, or it is said in one line why it is none."""

import pytest

from kg.errors import InputError
from kg.importers.article.page import MOST_BYTES, read_page
from kg.importers.article.read import read_article

BODY = (
    "<p>" + "Men gathered in the square and sang of the sea and the sun. " * 12 + "</p>"
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            b" \n", "page: found an empty file; expected a web page in HTML", id="empty"
        ),
        pytest.param(
            b"x" * (MOST_BYTES + 1),
            "page: found more than 5000000 bytes; expected a web page in HTML",
            id="huge",
        ),
        pytest.param(
            b"%PDF-1.7 ...",
            "page: found a PDF document; expected a web page in HTML",
            id="pdf",
        ),
        pytest.param(
            b"<html>\0\1\2", "page: found binary content; expected a web page", id="nul"
        ),
        pytest.param(
            b'{"title": "x"}',
            """page: found '{"title": "x"}'; expected a web page in HTML""",
            id="json",
        ),
        pytest.param(
            b"Plain words.",
            "page: found 'Plain words.'; expected a web page",
            id="text",
        ),
        pytest.param(
            b"<meta charset=utf-8><p>caf\xe9",
            "page: found byte 0xe9 at offset 26; expected text in utf-8, as the page "
            "declares; or say --encoding",
            id="wrong-encoding",
        ),
        pytest.param(
            b"<meta charset=klingon><p>x",
            "page: found encoding 'klingon'; expected a known one",
            id="unknown-encoding",
        ),
        pytest.param(
            b"<html><body><p>Too short.</p></body></html>",
            "page: found a page without an article; expected at least 200 characters",
            id="no-article",
        ),
        pytest.param(
            b"<html><body>" + b"<p>One more line of the long book.</p>" * 12_000,
            "characters of text; expected an article: at most 300000",
            id="a-book",
        ),
        pytest.param(
            f'<html><body><div class="paywall-box"></div>{BODY}</body></html>'.encode(),
            "characters, the rest is for subscribers; expected the whole article",
            id="paywall-mark",
        ),
        pytest.param(
            b'<script type="application/ld+json">'
            b'{"isAccessibleForFree": false}</script>' + BODY.encode(),
            "characters, the rest is for subscribers; expected the whole article",
            id="paywall-json-ld",
        ),
        pytest.param(
            ("<html lang=fi><body><p>" + "Uno dos tres cuatro cinco. " * 20).encode(),
            "page: found language 'fi', as the page as printed says; expected one of",
            id="language",
        ),
    ],
)
def test_what_is_no_article_is_told_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_article(data, "page")

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "given", "by"),
    [
        pytest.param(
            "<p>blåbær".encode(), None, "utf-8, by the look of it", id="utf-8"
        ),
        pytest.param(
            "\ufeff<p>blåbær".encode(), None, "utf-8-sig, by its byte order", id="mark"
        ),
        pytest.param(
            "<p>blåbær".encode("utf-16"), None, "utf-16, by its byte order", id="utf-16"
        ),
        pytest.param(
            "<meta charset='iso-8859-1'><p>blåbær".encode("latin-1"),
            None,
            "cp1252, as the page declares",
            id="latin-1",
        ),
        pytest.param(
            "<meta charset='utf-8'><p>blåbær".encode("latin-1"),
            "latin1",
            "cp1252, as was said",
            id="given",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='koi8-r'?><p>blåbær".replace("å", "ж")
            .replace("æ", "ж")
            .encode("koi8-r"),
            None,
            "koi8-r, as the page declares",
            id="xml",
        ),
    ],
)
def test_the_encoding_is_declared_or_seen_and_said(
    data: bytes, given: str | None, by: str
) -> None:
    page = read_page(data, "page", given)

    assert page.encoding.startswith(by)
    assert page.tree.text_content().strip().endswith(("blåbær", "blжbжr"))


def test_a_page_nested_beyond_reason_is_refused() -> None:
    deep = "<html><body>" + "<div>" * 50_000 + BODY + "</body></html>"

    with pytest.raises(InputError, match="without an article"):
        read_article(deep.encode(), "page")


def test_what_would_move_a_terminal_is_no_text() -> None:
    page = f"<html lang=en><body><p>Safe\x1b[2J\u202e words.</p>{BODY}</body></html>"

    assert "Safe[2J words." in read_article(page.encode(), "page").text.content
