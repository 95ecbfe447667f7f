"""Findings without a message get one, and what may mend them is suggested."""

from pathlib import Path

import pytest

from kg.validation.reports.report import Result
from kg.validation.standalone import validate_paths

HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix so: <http://schema.org/> .
@prefix sos: <https://schema.org/> .
"""
CASES = [
    # constraint, values of ex:p at ex:a, message, suggestion
    ("sh:minCount 1", "ex:q 1", "ex:p has fewer values than 1.", ""),
    (
        "sh:path ex:parent ; sh:minCount 1",
        "ex:paretn ex:b",
        "ex:parent has fewer values than 1.",
        "it has ex:paretn: is ex:parent meant?",
    ),
    (
        "sh:path so:name ; sh:minCount 1",
        'sos:name "A"',
        "so:name has fewer values than 1.",
        "write so:name: the namespace differs by one letter",
    ),
    ("sh:maxCount 1", "ex:p 1, 2", "ex:p has more values than 1.", ""),
    (
        "sh:datatype xsd:date",
        'ex:p "16.1.2011"',
        "The value is not a well-formed xsd:date.",
        'write "2011-01-16"^^xsd:date',
    ),
    (
        "sh:datatype xsd:date",
        'ex:p "3/4/2011"',
        "The value is not a well-formed xsd:date.",
        "",
    ),
    (
        "sh:datatype xsd:dateTime",
        'ex:p "2011-01-16 10:00:00"^^xsd:dateTime',
        "The value is not a well-formed xsd:dateTime.",
        'write "2011-01-16T10:00:00"^^xsd:dateTime',
    ),
    (
        "sh:datatype xsd:gYear",
        'ex:p "2011-01-16"^^xsd:date',
        "The value is not a well-formed xsd:gYear.",
        'write "2011"^^xsd:gYear',
    ),
    (
        "sh:datatype xsd:decimal",
        'ex:p "1,5"',
        "The value is not a well-formed xsd:decimal.",
        "write 1.5",
    ),
    (
        "sh:datatype xsd:integer",
        'ex:p "12 000"',
        "The value is not a well-formed xsd:integer.",
        "write 12000",
    ),
    (
        "sh:datatype xsd:boolean",
        'ex:p "Yes"',
        "The value is not a well-formed xsd:boolean.",
        "write true",
    ),
    (
        "sh:datatype rdf:langString",
        'ex:p "Hello"',
        "The value is not a well-formed rdf:langString.",
        'add a language: "Hello"@en, if it is English',
    ),
    (
        "sh:datatype xsd:string",
        "ex:p ex:b",
        "The value is not a well-formed xsd:string.",
        "write a text or a number, rather than naming a thing",
    ),
    (
        "sh:class ex:Person",
        "ex:p ex:Anne",
        "The value is not a ex:Person.",
        "did you mean ex:Anna?",
    ),
    (
        "sh:class ex:Nobody",
        "ex:p ex:Anna",
        "The value is not a ex:Nobody.",
        "",
    ),
    (
        "sh:class so:Person",
        "ex:p ex:typed",
        "The value is not a so:Person.",
        "write so:Person for sos:Person",
    ),
    (
        "sh:class ex:Person",
        'ex:p "Anna"',
        "The value is not a ex:Person.",
        "name a thing by its IRI, rather than writing a text",
    ),
    (
        "sh:nodeKind sh:IRI",
        'ex:p "https://example.org/x"',
        "The value is not of the kind sh:IRI.",
        "write <https://example.org/x>, without quotes",
    ),
    (
        "sh:nodeKind sh:IRI",
        "ex:p [ ex:x 1 ]",
        "The value is not of the kind sh:IRI.",
        "give the thing an IRI",
    ),
    (
        "sh:in ( ex:red ex:green )",
        "ex:p ex:gren",
        "The value is not one of ex:red, ex:green.",
        "did you mean ex:green?",
    ),
    (
        'sh:in ( "SE" "NO" )',
        'ex:p "NO"@en',
        'The value is not one of "SE", "NO".',
        'write "NO"',
    ),
    (
        "sh:in ( so:Yes so:No )",
        "ex:p sos:Yes",
        "The value is not one of so:Yes, so:No.",
        "write so:Yes",
    ),
    (
        "sh:hasValue ex:green",
        "ex:p ex:gren",
        "ex:p does not have the value ex:green.",
        "did you mean ex:green?",
    ),
    (
        "sh:hasValue ex:green",
        "ex:q 1",
        "ex:p does not have the value ex:green.",
        "add ex:green",
    ),
    (
        'sh:pattern "^https:"',
        'ex:p "http://a.example"',
        "The value does not match ^https:.",
        "write 'https://a.example'",
    ),
    (
        'sh:pattern "^[A-Z]{2}$"',
        'ex:p "no"',
        "The value does not match ^[A-Z]{2}$.",
        "write 'NO'",
    ),
    (
        'sh:languageIn ( "nb" "en" )',
        'ex:p "Hei"@no',
        'The language of the text is not one of "nb", "en".',
        "did you mean @nb?",
    ),
    (
        'sh:languageIn ( "nb" "en" )',
        'ex:p "Hei"',
        'The language of the text is not one of "nb", "en".',
        'add a language: "Hei"@nb, if it is that',
    ),
    (
        "sh:lessThan ex:end",
        'ex:p "2012-01-01"^^xsd:date ; ex:end "2011-01-01"^^xsd:date',
        "The value is not less than that of ex:end.",
        'are they swapped? ex:p is "2012-01-01"^^xsd:date, '
        'ex:end is "2011-01-01"^^xsd:date',
    ),
    (
        "sh:uniqueLang true",
        'ex:p "a"@en, "b"@en',
        "ex:p has several texts in one language.",
        "",
    ),
    ("sh:minLength 3", 'ex:p "a"', "The value is shorter than 3 characters.", ""),
    ("sh:maxInclusive 3", "ex:p 4", "The value is more than 3.", ""),
    ("sh:minExclusive 4", "ex:p 4", "The value is not more than 4.", ""),
    ("sh:equals ex:q", "ex:p 4", "The values are not those of ex:q.", ""),
    ("sh:disjoint ex:q", "ex:p 4 ; ex:q 4", "The value is one of ex:q too.", ""),
    (
        "sh:not [ sh:datatype xsd:integer ]",
        "ex:p 4",
        "The value conforms to what it must not: another shape.",
        "",
    ),
    (
        "sh:or ( [ sh:datatype xsd:date ] )",
        "ex:p 4",
        "The value conforms to none of the shapes.",
        "",
    ),
]


def results(constraint: str, values: str, folder: Path) -> list[Result]:
    path = "" if "sh:path" in constraint else "sh:path ex:p ; "
    shapes = folder / "shapes.ttl"
    body = f"sh:targetNode ex:a ; sh:property [ {path}{constraint} ] ."
    shapes.write_text(f"{HEAD}ex:S a sh:NodeShape ; {body}", "utf-8")
    data = folder / "data.ttl"
    background = "ex:Anna a ex:Person . ex:typed a sos:Person ."
    data.write_text(f"{HEAD}ex:a {values} .\n{background}\n", "utf-8")
    report = validate_paths([data], [shapes])
    assert report.faults == ()
    return list(report.results)


@pytest.mark.parametrize(("constraint", "values", "message", "suggestion"), CASES)
def test_a_finding_says_what_is_wrong_and_what_may_mend_it(
    constraint: str, values: str, message: str, suggestion: str, tmp_path: Path
) -> None:
    found = results(constraint, values, tmp_path)
    assert {it.finding.message for it in found} == {message}
    assert found[0].suggestion == suggestion


def test_a_property_that_a_closed_shape_knows_almost_is_suggested(
    tmp_path: Path,
) -> None:
    shapes, data = tmp_path / "s.ttl", tmp_path / "d.ttl"
    shapes.write_text(
        f"{HEAD}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ;\n"
        "sh:property [ sh:path ex:name ] , [ sh:path ex:age ] .",
        "utf-8",
    )
    data.write_text(f'{HEAD}ex:a ex:nmae "A" ; ex:age 3 .', "utf-8")
    [found] = validate_paths([data], [shapes]).results
    assert found.finding.message == (
        "ex:nmae is not one of the properties that the shape knows."
    )
    assert found.suggestion == "did you mean ex:name?"
    assert found.rule.id == "S"
