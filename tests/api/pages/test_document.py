import pytest

from kg.api.pages.document import DocumentPage, read_document_page
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read


def page(read: Read, trig: str) -> DocumentPage:
    return read_document_page(read(trig), expand("doc:d"))


def test_says_plainly_what_a_text_does_not_say(read: Read) -> None:
    found = page(read, "doc:d a hs:Article ; hs:known kn:full-text .")
    assert [item.missing for item in found.told if not item.values] == [
        "The text does not state its title.",
        "The text does not state its author.",
        "The text does not state its publisher.",
        "The text does not state its date of publication.",
        "The text does not state its address.",
    ]


def test_tells_what_a_text_states_from_what_we_judge(read: Read) -> None:
    found = page(
        read,
        """
        GRAPH <https://w3id.org/hrsolidarity/graph/source/d/r1> {
          doc:d hs:known kn:full-text ; dct:title "A title"@en .
        }
        GRAPH <https://w3id.org/hrsolidarity/graph/editorial> {
          doc:d dct:publisher or:p . or:p skos:prefLabel "A publisher"@en .
        }
        """,
    )
    title, _author, publisher, *_rest = found.told
    assert [value.text for value in title.values] == ["A title"]
    assert publisher.values == ()
    assert [value.text for value in publisher.judged] == ["A publisher"]


def test_what_no_graph_that_is_told_states_is_stated_by_another(read: Read) -> None:
    found = page(
        read,
        """
        doc:d dct:title "A title"@en ; dct:publisher or:p ; hs:known kn:full-text .
        GRAPH <https://w3id.org/hrsolidarity/graph/editorial> {
          doc:d dct:publisher or:p .
        }
        """,
    )
    title, _author, publisher, *_rest = found.told
    assert [value.text for value in title.values] == ["A title"]
    assert (title.judged, publisher.values, len(publisher.judged)) == ((), (), 1)


@pytest.mark.parametrize(
    ("document", "title", "how"),
    [
        pytest.param(
            'hs:known kn:title-only ; dct:title "600 arrested"@en',
            "600 arrested",
            "Only its title is known: we have not read it.",
            id="title-only",
        ),
        pytest.param(
            "hs:known kn:dangling-link",
            "A document behind a lost link",
            "Only a link to it is known, and where the link led is lost.",
            id="dangling",
        ),
        pytest.param(
            "a hs:Photograph",
            "A photograph",
            "The picture itself is not kept here.",
            id="photograph",
        ),
        pytest.param('dct:title "A register"@en', "A register", "", id="register"),
    ],
)
def test_says_how_far_a_document_is_known(
    read: Read, document: str, title: str, how: str
) -> None:
    found = page(read, f"doc:d {document} .")
    assert (found.frame.title.text, found.how) == (title, how)
