"""What an engine on the network is to hold of a release."""

from collections.abc import Mapping
from typing import cast

from pyoxigraph import Literal, NamedNode

from kg.publishing.audience import Audience, catalogue_graph
from kg.publishing.release import Release
from kg.publishing.void import data_graph
from kg.rdf.iri import graph
from kg.rdf.terms import PAV
from kg.store.remote.holding import Holding

WHOLE = "whole"
"""The engine holds one release and nothing else, the merge in its default graph."""


def merged_graph(version: str, audience: Audience) -> NamedNode:
    """Name the graph that has the merge of a release in an engine that holds more."""
    return graph(f"merged/{version}/{audience.value}")


def holding_of(release: Release, audience: Audience, dataset: str) -> Holding:
    """Read from the manifest what an engine is to hold, in a dataset of either kind.

    The catalogue says in its graph, and so in the merge, which release it tells of:
    a release that is loaded over another is noticed by that. Releases without a
    catalogue have their sizes alone.
    """
    manifest = release.manifest(audience)
    graphs = cast("Mapping[str, int]", manifest.get("graphs", {}))
    counts = cast("Mapping[str, int]", manifest["counts"])
    merged = None if dataset == WHOLE else merged_graph(release.version, audience).value
    catalogue = catalogue_graph(audience)
    marked = catalogue.value in graphs
    return Holding(
        label=release.version,
        merged=merged,
        triples=counts["triples"],
        graphs=graphs,
        marker=_marker(catalogue, release.version) if marked else "ASK { ?s ?p ?o }",
        marked=(catalogue.value,) if marked else (),
    )


def _marker(catalogue: NamedNode, version: str) -> str:
    said = f"{data_graph(catalogue)} {PAV.version} {Literal(version)}"
    return f"ASK {{ {said} . GRAPH {catalogue} {{ {said} }} }}"


def address_of(url: str, version: str, audience: Audience) -> str:
    """Fill in an address that has a place for the release or for the audience."""
    filled = url.replace("{release}", version)
    return filled.replace("{audience}", audience.value)
