"""What a write may demand of the state of a graph."""

import datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.api.errors import PreconditionFailedError
from kg.api.releases.release import Served
from kg.api.sparql.graphstore import graph_tag
from kg.api.sparql.preconditions import agree
from kg.publishing.audience import Audience
from kg.publishing.release import Release

G, NEW = NamedNode("http://example.org/g"), NamedNode("http://example.org/new")
TIME = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
STATE, LATER = (
    Served(Release(Path(name)), Audience.PARTNER, TIME, {"graphs": {G.value: 1}})
    for name in ("workspace-1-0", "workspace-2-0")
)
NOW = graph_tag(STATE, G, "application/n-triples")
BEFORE = graph_tag(LATER, G, "application/n-triples")


@pytest.mark.parametrize(
    ("headers", "graph", "agreed"),
    [
        pytest.param({}, NEW, True, id="nothing-demanded"),
        pytest.param({"if-none-match": "*"}, G, False, id="must-be-new"),
        pytest.param({"if-none-match": "*"}, NEW, True, id="is-new"),
        pytest.param({"if-none-match": "*"}, None, False, id="default-is-there"),
        pytest.param({"if-none-match": BEFORE}, G, True, id="not-that-one"),
        pytest.param({"if-none-match": NOW}, G, False, id="that-one"),
        pytest.param({"if-match": "*"}, G, True, id="must-be-there"),
        pytest.param({"if-match": "*"}, NEW, False, id="is-not-there"),
        pytest.param({"if-match": NOW}, G, True, id="as-it-was"),
        pytest.param({"if-match": f'"x", {NOW}'}, G, True, id="one-of-several"),
        pytest.param({"if-match": f'{NOW[:-1]}-gzip"'}, G, True, id="compressed"),
        pytest.param({"if-match": BEFORE}, G, False, id="changed"),
        pytest.param({"if-match": NOW}, None, False, id="of-another-graph"),
    ],
)
def test_a_condition_is_kept(
    headers: dict[str, str], graph: NamedNode | None, agreed: bool
) -> None:
    if agreed:
        agree(headers, STATE, graph)
        return
    with pytest.raises(PreconditionFailedError, match="workspace-1-0"):
        agree(headers, STATE, graph)


@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json"])
def test_a_tag_of_any_format_will_do(media_type: str) -> None:
    agree({"if-match": graph_tag(STATE, G, media_type)}, STATE, G)
