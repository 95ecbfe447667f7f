"""`kg validate PATH --shapes …` in the repository of strangers: any RDF, any shapes."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <https://shop.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:PersonShape a sh:NodeShape ;
    sh:targetClass foaf:Person ;
    sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:datatype xsd:string ] ;
    sh:property ex:PersonShape-colour .
ex:PersonShape-colour a sh:PropertyShape ;
    sh:path ex:colour ;
    sh:in ( ex:red ex:green ) ;
    sh:severity sh:Warning ;
    sh:message "A colour is red or green."@en .
"""
TURTLE = """\
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <https://shop.example/> .

ex:ann a foaf:Person ;
    foaf:name "Ann"@en ;
    ex:colour ex:rde .
"""
TRIG = """\
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
GRAPH <urn:g> {
  <urn:bob> a foaf:Person ; foaf:nmae "Bob" .
}
"""
JSONLD = """\
{
  "@context": {"foaf": "http://xmlns.com/foaf/0.1/", "name": "foaf:name"},
  "@graph": [
    {"@id": "urn:cy", "@type": "foaf:Person",
     "name": ["Cy", 7]}
  ]
}
"""
RDFXML = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:foaf="http://xmlns.com/foaf/0.1/">
  <foaf:Person rdf:about="urn:dee">
    <foaf:name xml:lang="no">Dee</foaf:name>
  </foaf:Person>
</rdf:RDF>
"""
NTRIPLES = """\
<urn:eve> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://xmlns.com/foaf/0.1/Person> .
"""
NQUADS = """\
<urn:flo> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://xmlns.com/foaf/0.1/Person> <urn:h> .
<urn:flo> <http://xmlns.com/foaf/0.1/name> "Flo" <urn:h> .
<urn:flo> <https://shop.example/colour> <https://shop.example/green> <urn:h> .
"""
DATA = {
    "a.ttl": TURTLE,
    "b.trig": TRIG,
    "deep/c.jsonld": JSONLD,
    "d.rdf": RDFXML,
    "e.nt": NTRIPLES,
    "f.nq": NQUADS,
    "notes.txt": "not RDF",
    ".hidden/x.ttl": "broken",
}


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has nothing of our project; the work is done in it."""
    write(tmp_path, {f"data/{name}": text for name, text in DATA.items()})
    write(tmp_path, {"shapes/people.ttl": SHAPES})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


PLACES = [
    "data/a.ttl:5:15: Violation PersonShape.foaf:name",
    "data/a.ttl:6:15: Warning PersonShape-colour",
    "data/b.trig:3:3: Violation PersonShape.foaf:name",
    "data/d.rdf:4:5: Violation PersonShape.foaf:name",
    "data/deep/c.jsonld:5:21: Violation PersonShape.foaf:name",
    "data/e.nt:1:1: Violation PersonShape.foaf:name",
]


def test_every_syntax_is_validated_and_each_finding_placed(
    stranger: Path, run: Run
) -> None:
    outcome = run("validate", "data", "--shapes", "shapes", "--format", "lines")

    lines = outcome.out.splitlines()
    assert [": ".join(line.split(": ")[:2]) for line in lines] == PLACES
    assert outcome.code == 1


def test_a_finding_is_shown_with_its_line_its_rule_and_what_may_mend_it(
    stranger: Path, run: Run
) -> None:
    outcome = run("validate", "data/a.ttl", "--shapes", "shapes/people.ttl")

    assert outcome.out == (
        "data/a.ttl:5:15: Violation PersonShape.foaf:name: The value is not a "
        'well-formed xsd:string. (focus ex:ann, value "Ann"@en)\n'
        ' 5 |     foaf:name "Ann"@en ;\n'
        "   |               ^^^^^^^^\n"
        '   = help: write "Ann"\n'
        "   = rule: shapes/people.ttl:8:17\n"
        "data/a.ttl:6:15: Warning PersonShape-colour: A colour is red or green. "
        "(focus ex:ann, value ex:rde)\n"
        " 6 |     ex:colour ex:rde .\n"
        "   |               ^^^^^^\n"
        "   = help: did you mean ex:red?\n"
        "   = rule: shapes/people.ttl:10:1\n"
    )


def test_a_blank_node_is_known_by_whose_value_it_is(stranger: Path, run: Run) -> None:
    write(
        stranger,
        {
            "x.ttl": "@prefix ex: <https://shop.example/> .\n"
            "ex:ann ex:knows [ a <http://xmlns.com/foaf/0.1/Person> ] .\n"
        },
    )
    outcome = run("validate", "x.ttl", "--shapes", "shapes", "--format", "lines")

    assert outcome.out.startswith("x.ttl:2:17: Violation PersonShape.foaf:name: ")
    assert outcome.out.endswith("(focus a blank node, ex:knows of ex:ann)\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(TURTLE.replace("@en", "").replace("rde", "red"), 0, id="conforms"),
        pytest.param(TURTLE.replace("@en", ""), 0, id="warning"),
        pytest.param(TURTLE, 1, id="violation"),
        pytest.param(TURTLE + "oops", 2, id="broken"),
    ],
)
def test_the_exit_code_tells_findings_from_broken_input(
    data: str, code: int, stranger: Path, run: Run
) -> None:
    write(stranger, {"one.ttl": data})
    assert run("validate", "one.ttl", "--shapes", "shapes").code == code


def test_all_faults_are_told_and_what_can_be_read_is_validated(
    stranger: Path, run: Run
) -> None:
    broken = {
        "data/y.ttl": "ex:a ex:b 1 .\nex:c ex:d 2 .\n",
        "data/z.jsonld": '{"@id": }',
    }
    write(stranger, broken)

    outcome = run("validate", "data", "--shapes", "shapes", "--format", "lines")

    faults = [line for line in outcome.out.splitlines() if ": Fault " in line]
    places = [line.split(": ")[0] for line in faults]
    assert places == ["data/y.ttl:1:1", "data/y.ttl:2:1", "data/z.jsonld:1:9"]
    assert len(outcome.out.splitlines()) == 3 + len(PLACES)
    assert outcome.code == 2


TALKING = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:Talking> sh:targetNode <urn:eve> ; sh:property
    [ sh:path <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ; sh:nodeKind sh:IRI ] .
"""
IMPORTING = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<> a owl:Ontology ;\n"
BAD: list[tuple[str, dict[str, str], list[str], str]] = [
    ("no-rdf", {"t.ttl": "Dear Sir,\n"}, ["t.ttl"], "t.ttl:1:1: Fault SyntaxFault"),
    ("binary", {"t.ttl": "\x00\x01"}, ["t.ttl"], "found binary data; expected RDF"),
    ("packed", {"t.ttl": "BZh91AY"}, ["t.ttl"], "found a file packed by bzip2"),
    (
        "letter",
        {"t.ttl": "Dear Sir.\n" * 50},
        ["t.ttl"],
        "found no statement, and 48 more lines with faults; expected Turtle; is it",
    ),
    (
        "empty",
        {"t.ttl": " \n"},
        ["t.ttl"],
        "t.ttl:1:1: Fault MissingField: found an em",
    ),
    ("states-nothing", {"t.ttl": "# x\n"}, ["t.ttl"], "found no statements"),
    ("folder", {"d/x.txt": "x"}, ["d"], "d:1:1: Fault MissingField: found a folder w"),
    ("absent", {}, ["absent.ttl"], "absent.ttl:1:1: Fault MissingField: found nothing"),
    ("large", {}, ["data", "--max-size", "900"], "bytes; expected at most"),
    (
        "entities",
        {"t.rdf": '<!DOCTYPE x [\n<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'},
        ["t.rdf"],
        "t.rdf:2:17: Fault UnexpectedValue: found an entity made of others; expected",
    ),
    (
        "far-context",
        {"t.jsonld": '{"@context": "https://schema.org/"}'},
        ["t.jsonld"],
        "t.jsonld:1:2: Fault UnexpectedValue: found a context that would have to be f",
    ),
    (
        "shape-typo",
        {"shapes/people.ttl": SHAPES.replace("sh:minCount", "sh:minCounts")},
        ["data"],
        "shapes/people.ttl:8:39: Fault UnknownField: found sh:minCounts; expected",
    ),
    (
        "no-shapes",
        {"shapes/people.ttl": TURTLE},
        ["data"],
        "shapes/people.ttl:1:1: Fault MissingField: found no shapes; expected shapes",
    ),
    ("shapes-broken", {"shapes/x.ttl": "oops"}, ["data"], "shapes/x.ttl:1:"),
    (
        "import-absent",
        {"shapes/x.ttl": f"{IMPORTING}  owl:imports <gone.ttl> .\n"},
        ["data"],
        "shapes/x.ttl:3:15: Fault DanglingKey: found an import of <file:",
    ),
    (
        "import-far",
        {"shapes/x.ttl": f"{IMPORTING}  owl:imports <https://far.example/> .\n"},
        ["data"],
        "shapes/x.ttl:3:15: Fault DanglingKey: found an import of <https://far.exam",
    ),
    (
        "import-and-typo",
        {
            "shapes/x.ttl": f"{IMPORTING}  owl:imports <gone.ttl> .\n",
            "shapes/people.ttl": SHAPES.replace("sh:minCount", "sh:minCounts"),
        },
        ["data"],
        "shapes/people.ttl:8:39: Fault UnknownField: found sh:minCounts; expected",
    ),
    (
        "recursion",
        {
            "shapes/people.ttl": SHAPES.replace(
                "sh:targetClass", "sh:node ex:PersonShape ; sh:targetClass"
            )
        },
        ["data"],
        "Fault UnexpectedValue: found a shape that refers to itself: ",
    ),
]


@pytest.mark.parametrize(
    ("files", "arguments", "says"),
    [pytest.param(*case[1:], id=case[0]) for case in BAD],
)
def test_what_cannot_be_used_is_2_and_says_where(
    files: dict[str, str], arguments: list[str], says: str, stranger: Path, run: Run
) -> None:
    write(stranger, files)

    outcome = run("validate", *arguments, "--shapes", "shapes")

    assert says in outcome.out + outcome.err
    assert "Traceback" not in outcome.out + outcome.err
    assert outcome.code == 2


def test_a_file_that_cannot_be_read_is_said_to_be_so(stranger: Path, run: Run) -> None:
    Path("data/gone.ttl").symlink_to("nowhere")
    Path("data/memory.ttl").symlink_to("/proc/self/mem")  # reading it is an error

    outcome = run("validate", "data", "--shapes", "shapes", "--format", "lines")

    assert "data/gone.ttl:1:1: Fault MissingField: found a link to" in outcome.out
    assert "data/memory.ttl:1:1: Fault UnexpectedValue: found Input/outp" in outcome.out
    assert outcome.code == 2


def test_a_folder_that_may_not_be_opened_is_told_and_the_rest_validated(
    stranger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:  # for root, every folder may be opened
        if path.name == "deep":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    outcome = run("validate", "data", "--shapes", "shapes", "--format", "lines")

    first, *rest = outcome.out.splitlines()
    assert first.startswith("data/deep:1:1: Fault MissingField: found a folder that m")
    assert len(rest) == len(PLACES) - 1
    assert outcome.code == 2


def test_pipes_that_the_shell_opened_are_read_and_others_named(
    stranger: Path, run: Run
) -> None:
    os.mkfifo("pipe.ttl")
    reading, writing = os.pipe()
    os.write(writing, DATA["e.nt"].encode())
    os.close(writing)

    outcome = run("validate", f"/dev/fd/{reading}", "pipe.ttl", "--shapes", "shapes")
    os.close(reading)

    assert f"/dev/fd/{reading}:1:1: Violation PersonShape.foaf:name" in outcome.out
    assert "\n 1 | <urn:eve> <http" in outcome.out
    assert "pipe.ttl:1:1: Fault MissingField: found a pipe; expected" in outcome.out


def test_what_data_hold_commands_no_terminal(stranger: Path, run: Run) -> None:
    line = DATA["e.nt"].replace("Person>", 'Person>, "\x1b[2J\x9b2J"')
    write(stranger, {"t.ttl": line, "shapes/people.ttl": TALKING})

    outcome = run("validate", "t.ttl", "--shapes", "shapes", "--show", "0")

    assert "\ufffd[2J" in outcome.out
    assert not {"\x1b", "\x9b"} & set(outcome.out)
    assert outcome.code == 1


def test_imports_are_followed_from_file_to_file(stranger: Path, run: Run) -> None:
    main = f"{IMPORTING}  owl:imports <shapes/people.ttl>, <urn:named> .\n"
    named = f"{IMPORTING.replace('<>', '<urn:named>')} owl:imports <main.ttl> .\n"
    write(stranger, {"main.ttl": main, "named.ttl": named})

    outcome = run(
        *("validate", "data", "--format", "lines"),
        *("--shapes", "main.ttl", "--shapes", "named.ttl"),
    )

    assert len(outcome.out.splitlines()) == len(PLACES)


def test_standard_input_is_validated_whatever_its_syntax(
    stranger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, line in (("a.ttl", 5), ("d.rdf", 4), ("deep/c.jsonld", 5), ("e.nt", 1)):
        piped = io.TextIOWrapper(io.BytesIO(DATA[name].encode()))
        monkeypatch.setattr(sys, "stdin", piped)
        outcome = run("validate", "-", "--shapes", "shapes")
        assert outcome.out.startswith(f"-:{line}:")
        assert f"\n {line} | " in outcome.out
        assert outcome.code == 1


def test_the_background_is_looked_at_and_not_judged(stranger: Path, run: Run) -> None:
    subclass = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    person = "<http://xmlns.com/foaf/0.1/Person>"
    write(
        stranger,
        {
            "customers.ttl": "<urn:x> a <urn:Customer> .",
            "model.ttl": f"<urn:Customer> {subclass} {person} . <urn:m> a {person} .",
        },
    )
    alone = run("validate", "customers.ttl", "--shapes", "shapes")
    built = run(
        *("validate", "customers.ttl", "--shapes", "shapes"),
        *("--background", "model.ttl", "--format", "lines"),
    )

    assert alone.code == 0
    assert "Warning: no shape looked at anything in the data" in alone.err
    assert built.out.startswith("customers.ttl:1:1: Violation PersonShape.foaf:name")
    assert len(built.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "rules", "code"),
    [
        (["--select", "PersonShape-*"], {"PersonShape-colour"}, 0),
        (["--ignore", "*name*"], {"PersonShape-colour"}, 0),
        (["--ignore", "PersonShape.foaf:name:Datatype"], None, 1),
        (["--select", "https://shop.example/*"], {"PersonShape-colour"}, 0),
        (["--fail-on", "warning", "--select", "*-colour"], {"PersonShape-colour"}, 1),
        (["--max-warnings", "0", "--select", "*-colour"], {"PersonShape-colour"}, 1),
        (["--max-warnings", "1", "--select", "*-colour"], {"PersonShape-colour"}, 0),
        (["--strict", "--select", "*-colour"], {"PersonShape-colour"}, 1),
        (["--level", "violation", "--select", "*-colour"], set(), 0),
    ],
)
def test_options_decide_what_counts(
    options: list[str], rules: set[str] | None, code: int, stranger: Path, run: Run
) -> None:
    outcome = run(
        *("validate", "data", "--shapes", "shapes", "--format", "json"), *options
    )

    found = {it["rule"] for it in json.loads(outcome.out)["findings"]}
    assert outcome.code == code
    assert found == (
        {"PersonShape.foaf:name", "PersonShape-colour"} if rules is None else rules
    )


def test_repeats_are_capped_and_counted(stranger: Path, run: Run) -> None:
    people = "".join(
        f"<urn:p{n}> a <http://xmlns.com/foaf/0.1/Person> .\n" for n in range(30)
    )
    write(stranger, {"many.ttl": people})

    some = run("validate", "many.ttl", "--shapes", "shapes")
    every = run("validate", "many.ttl", "--shapes", "shapes", "--show", "0")

    assert some.out.count("many.ttl:") == 10
    assert some.out.endswith(
        "… and 20 more of PersonShape.foaf:name, in 1 file (--show 0 tells all)\n"
    )
    assert every.out.count("many.ttl:") == 30


def test_statistics_prove_what_was_looked_at(stranger: Path, run: Run) -> None:
    idle = SHAPES.replace("PersonShape", "IdleShape").replace(
        "foaf:Person", "foaf:Persn"
    )
    write(stranger, {"shapes/idle.ttl": idle, "data/z.ttl": "<urn:z> <urn:p> 1 ."})
    options = ["--format", "lines", "--format", "json=r.json", "--ignore", "*"]

    outcome = run("validate", "data", "--shapes", "shapes", "--stats", *options)
    strict = run(
        *("validate", "data", "--shapes", "shapes", "--stats", *options),
        *("--fail-on", "warning"),
    )

    coverage = json.loads(Path("r.json").read_text("utf-8"))["coverage"]
    nodes = {it["shape"]: it["nodes"] for it in coverage["shapes"]}
    assert nodes == {
        "https://shop.example/IdleShape": 0,
        "https://shop.example/PersonShape": 6,
    }
    assert "did you mean <http://xmlns.com/foaf/0.1/Person>?" in str(coverage["shapes"])
    assert coverage["unseen"] == ["urn:z"]
    assert coverage["files"] == 7
    assert (outcome.code, strict.code) == (0, 1)


def known(run: Run, *options: str) -> tuple[int, str, str]:
    outcome = run(
        *("validate", "data", "--shapes", "shapes", "--format", "lines"),
        *("--fail-on", "warning", "--baseline", "known.json", *options),
    )
    return outcome.code, outcome.out, outcome.err


def test_known_findings_do_not_count_when_lines_and_files_move(
    stranger: Path, run: Run
) -> None:
    assert known(run, "--write-baseline")[0] == 0
    assert known(run)[:2] == (0, "")

    Path("data/a.ttl").unlink()
    write(stranger, {"data/moved.ttl": "# a line more\n\n" + TURTLE})

    assert known(run)[:2] == (0, "")


def test_new_findings_count_and_mended_ones_are_told_and_taken_out(
    stranger: Path, run: Run
) -> None:
    known(run, "--write-baseline")
    mended = TURTLE.replace("ex:rde", "ex:red").replace("Ann", "Anna")
    write(stranger, {"data/a.ttl": mended})

    code, out, err = known(run)
    assert code == 1
    assert out.startswith("data/a.ttl:5:15: Violation PersonShape.foaf:name")
    assert len(out.splitlines()) == 1
    assert "fixed: PersonShape-colour: ex:ann" in err
    assert "fixed; --prune takes them out of known.json" in err

    before = Path("known.json").read_text("utf-8")
    known(run, "--prune")
    after = Path("known.json").read_text("utf-8")
    assert len(before.splitlines()) - len(after.splitlines()) == 2
    assert "fixed" not in known(run)[2]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "srif"], "did you mean sarif?"),
        (["--format", "json", "--format", "csv"], "two reports go to one place"),
        (["--prune"], "need --baseline"),
        (["--select", "PersonShape-color"], "did you mean PersonShape-colour"),
        (["--watch", "-"], "standard input never changes"),
        (["--max-size", "much"], "'much' is no size"),
        (["--baseline", "gone.json"], "gone.json: found no file; expected a baseline"),
        (["--baseline", "data/a.ttl"], "data/a.ttl:1:1: found Expecting value"),
        (["--baseline", "list.json"], "list.json: found other JSON; expected a baseli"),
    ],
)
def test_options_that_cannot_be_are_refused(
    options: list[str], says: str, stranger: Path, run: Run
) -> None:
    write(stranger, {"list.json": "[]"})
    outcome = run("validate", "data", "--shapes", "shapes", *options)
    said = " ".join(outcome.err.replace("│", " ").split())
    assert says in said
    assert outcome.code == 2


def test_several_reports_are_written_at_once(stranger: Path, run: Run) -> None:
    outcome = run(
        *("validate", "data", "--shapes", "shapes", "--output", "findings.csv"),
        *("--format", "csv", "--format", "sarif=findings.sarif"),
        *("--format", "html=findings.html"),
    )

    assert outcome.out == ""
    assert Path("findings.csv").read_text("utf-8").count("\n") == 1 + len(PLACES)
    assert json.loads(Path("findings.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "</html>" in Path("findings.html").read_text("utf-8")


def test_without_shapes_a_project_is_needed(stranger: Path, run: Run) -> None:
    outcome = run("validate", "data")
    assert outcome.code == 2
    assert "found no project" in outcome.err
    assert "kg validate PATH --shapes FILE" in outcome.err


def wait_for(said: Callable[[], str], words: str) -> str:
    for _look in range(600):
        if words in said():
            return said()
        time.sleep(0.1)
    raise AssertionError(said())


def test_watching_validates_again_when_a_file_changes(stranger: Path) -> None:
    command = [sys.executable, "-u", "-m", "kg", "validate", "data/a.ttl"]
    with Path("out.txt").open("wb") as out:
        process = subprocess.Popen(
            [*command, "--shapes", "shapes", "--watch", "--format", "lines"],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        said = Path("out.txt").read_text
        wait_for(said, "found: 1 violation, 1 warning")
        write(stranger, {"data/a.ttl": TURTLE.replace("rde", "green")})
        wait_for(said, "found: 1 violation, 0 warnings")
    finally:
        process.terminate()
        process.wait(60)
