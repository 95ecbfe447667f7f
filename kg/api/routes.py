"""Every router of the service, in the order they are asked. Add yours here."""

from fastapi import APIRouter

from kg.api import contract, robots
from kg.api.contributions import routes as contributions
from kg.api.contributions.told import PATH as CONTRIBUTIONS
from kg.api.direct import Direct
from kg.api.monitoring import health
from kg.api.reconciliation import draftroutes
from kg.api.reconciliation import routes as reconciliation
from kg.api.site import (
    changes,
    citing,
    datasets,
    diff,
    downloads,
    feed,
    graphs,
    home,
    library,
    lists,
    ontology,
    permalinks,
    problems,
    quality,
    searching,
    shapes,
    sitemap,
    things,
    timemap,
    vocabulary,
)
from kg.api.sparql import (
    discovery,
    endpoint,
    graphstore,
    hints,
    underway,
    updates,
    validation,
    writing,
)

ROUTERS: tuple[APIRouter, ...] = (
    endpoint.router,
    hints.router,
    discovery.router,
    graphstore.router,
    underway.router,
    validation.router,
    contributions.router,
    health.router,
    contract.router,
    robots.router,
    sitemap.router,
    home.router,
    searching.router,
    reconciliation.router,
    draftroutes.router,
    things.router,
    lists.router,
    vocabulary.router,
    ontology.router,
    shapes.router,
    quality.router,
    problems.router,
    graphs.router,
    library.router,
    citing.router,
    permalinks.router,
    datasets.router,
    downloads.router,
    feed.router,
    changes.router,
    diff.router,
    timemap.router,
)

OF_WORKSPACE: tuple[APIRouter, ...] = (
    endpoint.router,
    updates.router,
    hints.router,
    discovery.router,
    writing.router,
    graphstore.router,
    underway.router,
    health.router,
    contract.router,
    graphs.router,
)
"""Those of a workspace: it has data, and no pages, which are made of a release."""

ATTENDED = (
    graphstore.PATH,
    "/graph/",
    "/dataset",
    "/queries/",
    citing.PATH,
    validation.PATH,
    CONTRIBUTIONS,
    "/reconcile",
)
"""What such addresses begin with as ask queries, besides those of `DIRECT`."""

DIRECT = (Direct(endpoint.PATH, endpoint.ENDPOINTS),)
"""What is answered without the general routing, and described by it alone."""
