"""A release made of files and of the graphs of a workspace, through the same gates."""

import datetime
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, Quad, Store

from kg import pipeline
from kg.errors import InputErrors, ValidationError
from kg.publishing.addition import Addition, read_addition
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release, current_release
from kg.publishing.workspace import AUDIENCE, begin
from kg.rdf.iri import concept, graph, mint
from kg.rdf.terms import DCT, HS, PAV, PROV, RDF, SKOS, XSD

TIME = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
OWN = graph("workspace/notes")
NEW = mint("organisation", "new-shelter")
ABOUT = [
    Quad(OWN, RDF.type, HS.CuratedGraph, OWN),
    Quad(OWN, DCT.title, Literal("Notes", language="en"), OWN),
    Quad(OWN, HS.licenceStatus, Literal("not for others yet"), OWN),
    Quad(OWN, PAV.version, Literal("1"), OWN),
    Quad(
        OWN,
        PROV.generatedAtTime,
        Literal("2026-11-23T00:00:00Z", datatype=XSD.dateTime),
        OWN,
    ),
]
ACCESS = Quad(OWN, HS.access, concept("access", "partner"), OWN)
SAID = Quad(NEW, SKOS.altLabel, Literal("New Shelter", language="en"), OWN)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, release: Release) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "work"
    begin(folder, TIME, release)
    return folder


def store_of(folder: Path) -> Store:
    """Open the store of a workspace that nobody serves, to be written to."""
    return Store(str(current_release(folder).store(AUDIENCE)))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    begin(tmp_path / "work", TIME)
    return tmp_path / "work"


def test_what_a_workspace_began_with_adds_nothing(begun: Path) -> None:
    assert read_addition(begun).quads == ()


def test_graphs_of_its_own_are_added(work: Path) -> None:
    store_of(work).extend([SAID, ACCESS])
    added = read_addition(work)
    assert set(added.quads) == {SAID, ACCESS}
    statements = added.statements([Quad(NEW, RDF.type, HS.Organisation, graph("x"))])
    assert {str(it.position) for it in statements} == {f"{OWN.value}:1:1"}
    assert added.digest != Addition(added.state, ()).digest


@pytest.mark.parametrize(
    ("quad", "message"),
    [
        pytest.param(
            Quad(BlankNode("b"), RDF.type, HS.Event, OWN),
            f"{OWN.value}:1:1: found a blank node; expected an IRI",
            id="blank",
        ),
        pytest.param(
            Quad(NEW, RDF.type, HS.Event),
            "the default graph of the workspace: found 1 triples; expected every",
            id="default",
        ),
    ],
)
def test_what_cannot_be_published_is_refused(
    work: Path, quad: Quad, message: str
) -> None:
    store_of(work).add(quad)
    with pytest.raises(InputErrors) as caught:
        read_addition(work)
    assert str(caught.value).startswith(message)


def test_what_files_make_is_changed_in_files(work: Path) -> None:
    authority = graph("authority")
    store_of(work).add(Quad(NEW, RDF.type, HS.Organisation, authority))
    made = [Quad(mint("place", "minsk"), RDF.type, HS.Place, authority)]
    with pytest.raises(InputErrors, match="found a changed copy of a graph") as caught:
        read_addition(work).statements(made)
    assert str(caught.value).startswith(authority.value)


def test_a_graph_for_partners_is_in_their_files_alone(
    work: Path, root: Path, stamp: Stamp, tmp_path: Path
) -> None:
    store_of(work).extend([*ABOUT, ACCESS])
    built = pipeline.build(root, tmp_path / "build", stamp, workspace=work)
    graphs = {audience: built.manifest(audience)["graphs"] for audience in Audience}
    assert OWN.value in graphs[AUDIENCE]  # type: ignore[operator]
    assert OWN.value not in graphs[Audience.PUBLIC]  # type: ignore[operator]
    dump = (built.dumps(Audience.PUBLIC) / "graph.nq").read_text("utf-8")
    assert OWN.value not in dump
    assert built.manifest()["workspace"] == current_release(work).version


def test_what_breaks_a_rule_stops_the_build(
    work: Path, root: Path, stamp: Stamp, content: pipeline.Content
) -> None:
    """A graph that does not say who may see it, and a source's words made public."""
    quotation = next(
        quad
        for quad in content.quads
        if quad.predicate.value.endswith("#exact") and len(str(quad.object)) > 120
    )
    other = graph("workspace/other")
    copied = Quad(quotation.subject, quotation.predicate, quotation.object, other)
    public = Quad(other, HS.access, concept("access", "public"), other)
    store_of(work).extend([*ABOUT, copied, public])
    with pytest.raises(ValidationError, match="QuoteCheck-length") as caught:
        pipeline.build(root, work.parent / "build", stamp, workspace=work)
    assert f"{OWN.value}:1:1: Violation GraphCheck-access" in str(caught.value)
    assert not (work.parent / "build" / "current").exists()
