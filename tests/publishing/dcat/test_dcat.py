"""The catalogue is what DCAT-AP asks for, and says of the files what they are."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.publishing.audience import Audience
from kg.publishing.dcat.catalogue import FILE, catalogue_triples, written
from kg.publishing.dcat.files import what_is
from kg.publishing.dcat.published import Published
from kg.publishing.release import Release
from kg.rdf.formats import N_TRIPLES
from kg.rdf.terms import DCAT, DCT, PROV

SITE = "https://data.example.org/"
SHAPES = Path(__file__).with_name("dcat-ap.ttl")
OURS = "https://creativecommons.org/licenses/by/4.0/"

Kept = Callable[[Audience], list[Published]]


@pytest.fixture(scope="module")
def kept(release: Release) -> Kept:
    """Two releases for an audience: the one that is there, and one after it."""

    def read(audience: Audience) -> list[Published]:
        folder = release.path / audience.value
        first = Published.read(folder, release.manifest(audience))
        later = replace(first, version="later", previous=first.version)
        return [first, later]

    return read


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES)


def findings(triples: Iterator[Triple], shapes: rdflib.Graph) -> list[str]:
    data = rdflib.Graph().parse(data=written(triples, N_TRIPLES), format="nt")
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return sorted(
        f"{report.value(it, sh.focusNode)} {report.value(it, sh.resultPath)}"
        for it in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("audience", Audience)
def test_the_catalogue_conforms_to_the_application_profile(
    kept: Kept, shapes: rdflib.Graph, audience: Audience
) -> None:
    described = catalogue_triples(kept(audience), SITE, "mailto:data@example.org")
    assert findings(described, shapes) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("predicate", "found"),
    [
        pytest.param(DCAT.byteSize, "graph.nq", id="size"),
        pytest.param(DCAT.downloadURL, "graph.nq", id="address"),
        pytest.param(DCAT.contactPoint, "dataset", id="contact"),
        pytest.param(DCT.accrualPeriodicity, "dataset", id="accrual"),
        pytest.param(DCAT.inSeries, "dataset", id="series"),
    ],
)
def test_the_shapes_notice_what_is_missing(
    kept: Kept, shapes: rdflib.Graph, predicate: NamedNode, found: str
) -> None:
    described = catalogue_triples(kept(Audience.PUBLIC), SITE, "")
    rest = (it for it in described if it.predicate != predicate)
    lines = findings(rest, shapes)
    assert lines
    assert any(found in line for line in lines)


def described(triples: Iterator[Triple]) -> Store:
    store = Store()
    store.extend(parse(written(triples, N_TRIPLES), RdfFormat.N_TRIPLES))
    return store


@pytest.mark.parametrize("audience", Audience)
def test_every_file_of_data_is_a_distribution_with_its_size_and_digest(
    release: Release, kept: Kept, audience: Audience
) -> None:
    store = described(catalogue_triples(kept(audience)[:1], SITE, ""))
    found = store.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#>
           PREFIX spdx: <http://spdx.org/rdf/terms#>
           SELECT ?url ?size ?digest { ?file dcat:downloadURL ?url ;
             dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?digest }"""
    )
    assert isinstance(found, QuerySolutions)
    told = {
        row["url"].value: (int(row["size"].value), row["digest"].value) for row in found
    }
    base = f"{SITE}dumps/{release.version}/"
    files = release.dumps(audience).iterdir()
    assert told == {
        f"{base}{path.name}": (
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in files
        if what_is(path.name)
    }
    assert f"{base}graph.nq.zst" in told


def test_the_description_says_what_the_data_cover(kept: Kept) -> None:
    covered = kept(Audience.PUBLIC)[0].coverage
    assert (covered.since, covered.until) == ("1999-01-01", "2010-12-19")
    assert covered.languages == ("be", "en", "nb", "ru")
    assert covered.licence == OURS
    assert "Norway" in covered.places.values()


def test_a_release_names_its_sources_its_commit_and_the_one_before(
    kept: Kept,
) -> None:
    first, later = kept(Audience.PUBLIC)
    store = described(catalogue_triples([first, later], SITE, ""))
    pairs = {
        (quad.subject, quad.predicate, quad.object)
        for quad in store.quads_for_pattern(None, None, None)
    }
    source = "graph/source/norway-release-political-prisoners/r1"
    build = first.part("build")
    assert (
        first.dataset,
        PROV.wasDerivedFrom,
        NamedNode(f"https://w3id.org/hrsolidarity/{source}"),
    ) in pairs
    assert (build, PROV.used, first.part("commit")) in pairs
    assert (first.part("commit"), DCT.identifier, Literal("0" * 40)) in pairs
    assert (later.dataset, DCAT.previousVersion, first.dataset) in pairs


def test_a_release_from_before_is_described_as_far_as_it_says(tmp_path: Path) -> None:
    old = {"version": "v1", "time": "2026-01-01T00:00:00Z", "audience": "public"}
    store = described(catalogue_triples([Published.read(tmp_path, old)], SITE, ""))
    datasets = store.quads_for_pattern(None, None, DCAT.Dataset)
    assert [it.subject.value for it in datasets] == [  # type: ignore[union-attr]
        "https://w3id.org/hrsolidarity/dataset/v1"
    ]


def test_the_release_has_its_description_in_a_file(release: Release) -> None:
    for audience in Audience:
        text = (release.path / audience.value / FILE).read_text("utf-8")
        assert "dcat:Dataset" in text
        assert release.version in text


def test_the_public_description_tells_nothing_of_the_partners(
    release: Release,
) -> None:
    public = (release.path / "public" / FILE).read_bytes()
    partner = (release.path / "partner" / FILE).read_bytes()
    for secret in (b"partner", b"/quotations", b"RESTRICTED"):
        assert secret not in public
        assert secret in partner
