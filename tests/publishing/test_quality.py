"""How good a release is: measured by queries, kept beside it, and bounded."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import pipeline
from kg.errors import KgError, UnexpectedValueError, ValidationError
from kg.pipeline.counting import count_findings
from kg.publishing.audience import Audience
from kg.publishing.lines import line_of
from kg.publishing.manifest import Stamp
from kg.publishing.quality import (
    DQV_FILE,
    QUALITY_FILE,
    Measurement,
    Quality,
    measure,
)
from kg.publishing.release import Release
from kg.publishing.shown import Shown
from kg.publishing.thresholds import THRESHOLDS, Threshold, read_thresholds
from kg.rdf.iri import graph as name_graph
from kg.rdf.iri import mint
from kg.rdf.query.catalogue import Query, parse_query, read_catalogue
from kg.rdf.terms import DQV, HS, LDQD, RDF
from kg.store.oxigraph import OxigraphStore
from kg.validation.finding import Finding, Severity

DAY = datetime.date(2026, 11, 23)
PEOPLE = [mint("person", key) for key in ("a", "b", "c")]

MEASURE = """\
# # Reviewed
#
# **Question:** How many are reviewed?
#
# **For:** validators
#
# **Dimension:** security
#
# **Parameter:** `?since` (date, default `2000-01-01`) - the day.

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>

SELECT ?of (COUNT(?day) AS ?good) (COUNT(?person) AS ?all) WHERE {
  ?person a ?of .
  OPTIONAL {
    ?person hs:riskReviewedOn ?day .
    FILTER(?day >= ?since)
  }
}
GROUP BY ?of
"""


def query(text: str = MEASURE) -> Query:
    return parse_query(text, "queries/quality/reviewed.rq")


def reviewed(*days: str) -> OxigraphStore:
    """A store of people, each reviewed on a day, or never."""
    date = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    quads = [Quad(person, RDF.type, HS.Person) for person in PEOPLE[: len(days)]]
    quads += [
        Quad(person, HS.riskReviewedOn, Literal(day, datatype=date))
        for person, day in zip(PEOPLE, days, strict=False)
        if day
    ]
    return OxigraphStore.of_quads(quads)


def test_lately_is_within_a_year_of_the_release() -> None:
    store = reviewed("2025-11-23", "2025-11-22", "")

    assert list(measure(store, [query()], DAY)) == [
        Measurement("reviewed", "security", "hs:Person", 1, 3)
    ]


def test_a_leap_day_has_a_year_before_it() -> None:
    store = reviewed("2023-02-28")

    [found] = measure(store, [query()], datetime.date(2024, 2, 29))

    assert found.share == 1


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("AS ?good", "AS ?some", "a row without ?good"),
        ("(COUNT(?day) AS ?good)", "(9 AS ?good)", "9 good of 1"),
        ("# **Dimension:** security\n#\n", "", "no **Dimension:**"),
    ],
)
def test_a_measure_says_what_a_measure_must(old: str, new: str, found: str) -> None:
    assert old in MEASURE

    with pytest.raises(UnexpectedValueError) as raised:
        list(measure(reviewed(""), [query(MEASURE.replace(old, new))], DAY))

    where = "queries/quality/reviewed.rq:1:1"
    assert str(raised.value).startswith(f"{where}: found {found};")


def test_nothing_lacks_where_there_is_nothing() -> None:
    assert Measurement("m", "completeness", "hs:Event", 0, 0).share == 1


def test_a_release_has_every_measure_of_the_project(
    release: Release, root: Path
) -> None:
    measures = {it.name for it in read_catalogue(root / "queries") if it.dimension}
    for audience in Audience:
        quality = Quality.read(release.path / audience.value)
        assert quality is not None
        assert set(quality.metrics()) == measures
        assert (quality.version, quality.audience) == (release.version, audience.value)


@pytest.mark.parametrize(
    ("metric", "of", "good", "all_"),
    [
        ("facts-with-evidence", "hs:Claim", 14, 14),
        ("events-of-known-time", "et:detention", 0, 1),
        ("names-in-languages", "en", 54, 54),
        ("documents-read", "hs:Document", 1, 11),
        ("names-of-one-thing-alone", "hs:Organisation", 19, 19),
    ],
)
def test_the_first_source_is_as_good_as_it_is(
    release: Release, metric: str, of: str, good: int, all_: int
) -> None:
    quality = Quality.read(release.path / "public")
    assert quality is not None
    [found] = [it for it in quality.of(metric) if it.of == of]
    assert (found.good, found.all) == (good, all_)


def test_the_measures_are_told_in_the_data_quality_vocabulary(release: Release) -> None:
    quality = Quality.read(release.path / "public")
    assert quality is not None
    quads = set(parse(path=release.path / "public" / DQV_FILE, format=RdfFormat.TURTLE))
    measured = {q.subject for q in quads if q.object == DQV.QualityMeasurement}
    metrics = {q.subject for q in quads if q.object == DQV.Metric}
    dimensions = {q.object for q in quads if q.predicate == DQV.inDimension}
    assert len(measured) == len(quality.measurements)
    assert len(metrics) == len(set(quality.metrics()))
    assert {LDQD.completeness, LDQD.trustworthiness} <= dimensions <= set(LDQD)
    for subject in measured:
        said = {q.predicate for q in quads if q.subject == subject}
        assert {DQV.isMeasurementOf, DQV.computedOn, DQV.value} <= said


def test_what_the_rules_found_in_hidden_things_is_not_counted(
    release: Release,
) -> None:
    public, partner = (
        Quality.read(release.path / audience.value) for audience in Audience
    )
    assert public is not None
    assert partner is not None
    assert set(public.found) <= set(partner.found)


@pytest.mark.parametrize(
    ("focus", "graph", "counted"),
    [
        pytest.param("a", "authority", True, id="shown"),
        pytest.param("a", "meta/partner", False, id="said-in-a-hidden-graph"),
        pytest.param("a", None, False, id="said-nobody-knows-where"),
        pytest.param("b", "authority", False, id="of-a-hidden-thing"),
    ],
)
def test_a_number_does_not_tell_of_what_is_hidden(
    focus: str, graph: str | None, counted: bool, tmp_path: Path
) -> None:
    finding = Finding(
        shape=NamedNode("https://w3id.org/hrsolidarity/shapes#PersonShape-risk"),
        severity=Severity.WARNING,
        message="A person is at risk.",
        focus=mint("person", focus),
        path=None,
        value=None,
        component=HS.Person,
        graph=None if graph is None else name_graph(graph),
    )
    person = Quad(mint("person", "a"), RDF.type, HS.Person, name_graph("authority"))
    shown = Shown(tmp_path / "graph.nq", tmp_path / "merged.nt")
    shown.named.write_bytes(line_of(person))
    counts = count_findings([finding], shown, [name_graph("authority")])
    assert counts == ({"PersonShape-risk": {"Warning": 1}} if counted else {})


def test_a_release_that_did_not_measure_has_no_quality(tmp_path: Path) -> None:
    assert Quality.read(tmp_path) is None


QUALITY = Quality(
    "v",
    "public",
    (
        Measurement("facts", "completeness", "hs:Claim", 9, 10),
        Measurement("facts", "completeness", "hs:Demand", 10, 10),
    ),
    {"EventShape-place": {"Warning": 2}, "XShape-y": {"Info": 1, "Warning": 1}},
)


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("[least]\nfacts = 95\n", None),
        (
            "[least]\nfacts = 95.1\n",
            "data/quality.toml:2:1: facts: found 95.0 % (19 of 20); "
            "expected at least 95.1 %",
        ),
        (
            '[least]\nfacts = {"hs:Claim" = 91, "hs:Demand" = 100}\n',
            "data/quality.toml:2:1: facts of hs:Claim: found 90.0 % (9 of 10); "
            "expected at least 91 %",
        ),
        ('[least]\nfacts = {"hs:Event" = 100}\n', None),
        ("[most]\nWarning = 3\n", None),
        (
            "\n[most]\nWarning = 2\n",
            "data/quality.toml:3:1: Warning: found 3 findings; expected at most 2",
        ),
        (
            "[most]\nXShape-y = 1\n",
            "data/quality.toml:2:1: XShape-y: found 2 findings; expected at most 1",
        ),
        ("[most]\nViolation = 0\n", None),
    ],
)
def test_a_bound_is_kept_or_told(
    text: str, missed: str | None, write: Callable[[str], Path]
) -> None:
    found = [it.missed(QUALITY) for it in read_thresholds(write(text), ["facts"])]
    assert [it for it in found if it] == ([] if missed is None else [missed])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write the bounds of a project; return its root."""

    def written(text: str) -> Path:
        (tmp_path / "data").mkdir()
        (tmp_path / THRESHOLDS).write_text(text, "utf-8")
        return tmp_path

    return written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[least]\nfact = 9\n",
            "data/quality.toml:2:1: found fact; expected a query of queries/quality "
            "(did you mean facts?)",
        ),
        (
            '[least]\nfacts = "all"\n',
            "data/quality.toml:2:1: found 'all'; expected a number of per cent",
        ),
        (
            "[most]\nWarning = true\n",
            "data/quality.toml:2:1: found True; expected a number of findings",
        ),
        (
            "[lest]\nfacts = 9\n",
            "data/quality.toml:1:1: found lest; expected a table [least] or [most] "
            "(did you mean least?)",
        ),
        (
            "[least]\nfacts = \n",
            "data/quality.toml:2:9: found invalid value; expected TOML",
        ),
    ],
)
def test_a_slip_in_the_bounds_is_told_at_its_line(
    text: str, message: str, write: Callable[[str], Path]
) -> None:
    with pytest.raises(KgError) as raised:
        read_thresholds(write(text), ["facts"])
    assert str(raised.value) == message


def test_a_project_need_not_have_bounds(tmp_path: Path) -> None:
    assert read_thresholds(tmp_path, []) == []


@pytest.mark.slow
def test_a_release_that_is_not_good_enough_is_not_published(
    copy: Path, tmp_path: Path, stamp: Stamp
) -> None:
    (copy / THRESHOLDS).write_text("[least]\nevents-of-known-place = 99.5\n", "utf-8")
    with pytest.raises(ValidationError) as raised:
        pipeline.build(copy, tmp_path / "build", stamp)
    assert str(raised.value).startswith(
        "data/quality.toml:2:1: events-of-known-place: found "
    )
    assert not (tmp_path / "build" / "current").exists()
    assert not list((tmp_path / "build").rglob(QUALITY_FILE))


def test_every_bound_of_the_project_is_of_a_rule_or_measure(root: Path) -> None:
    metrics = [it.name for it in read_catalogue(root / "queries") if it.dimension]
    thresholds = read_thresholds(root, metrics)
    assert {it.name for it in thresholds if it.least} <= set(metrics)
    assert Threshold(thresholds[0].position, True, "x", "", 1).missed(QUALITY) is None
