"""What a document declares must not grow when it is written out."""

from io import BytesIO

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import UnexpectedValueError
from kg.rdf.entities import refuse_growth

EXPECTED = "expected entities of at most 1000 bytes, none made of others"
MIB = 1 << 20


def document(declared: str, used: str = "&a;") -> bytes:
    return (
        f"<!DOCTYPE rdf:RDF [\n{declared}\n]>\n"
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:e="http://e/"><rdf:Description rdf:about="http://e/s">'
        f"<e:p>{used}</e:p></rdf:Description></rdf:RDF>"
    ).encode()


def laughs(levels: int) -> bytes:
    """Write a document whose one literal has three letters, ten times each level."""
    made = (f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels + 1))
    return document("\n".join(['<!ENTITY a0 "lol">', *made]), f"&a{levels};")


def test_the_parser_writes_out_what_is_refused_here() -> None:
    (quad,) = parse(laughs(5), RdfFormat.RDF_XML)
    assert len(laughs(5)) < 800
    assert len(str(quad.object)) == 300_000 + 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            laughs(9),
            f"x.rdf:3:1: found an entity made of others; {EXPECTED}",
            id="ten",
        ),
        pytest.param(
            document('<!ENTITY a "&a;">'),
            f"x.rdf:2:1: found an entity made of others; {EXPECTED}",
            id="of-itself",
        ),
        pytest.param(
            document('  <!ENTITY % a "x"><!-- é <!ENTITY b "%a;&#38;&c;"> -->'),
            f"x.rdf:2:27: found an entity made of others; {EXPECTED}",
            id="in-a-comment",
        ),
        pytest.param(
            document(f'<!ENTITY a "{"x" * 1000}">'),
            f"x.rdf:2:1: found an entity of more than 1000 bytes; {EXPECTED}",
            id="long",
        ),
        pytest.param(
            b" " * (MIB - 20) + document('<!ENTITY a "x"><!ENTITY b "&a;">'),
            f"x.rdf:2:16: found an entity made of others; {EXPECTED}",
            id="between-two-blocks",
        ),
        pytest.param(
            b"<!-- " + b"\n" * 3 * MIB + b"-->" + document('<!ENTITY a "&b;">'),
            f"x.rdf:{3 * MIB + 2}:1: found an entity made of others; {EXPECTED}",
            id="far-inside",
        ),
    ],
)
def test_what_grows_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(UnexpectedValueError) as refused:
        refuse_growth(BytesIO(content), "x.rdf")
    assert str(refused.value) == told


def test_what_people_use_entities_for_is_read() -> None:
    declared = (
        '<!ENTITY rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<!ENTITY a "&lt;Fred &amp; friends&gt; &#233;&#xe9;">'
    )
    content = document(declared)
    refuse_growth(BytesIO(content), "x.rdf")
    (quad,) = parse(content, RdfFormat.RDF_XML)
    assert str(quad.object) == '"<Fred & friends> éé"'
