"""The one table of generated files: path from the project's root → what renders it."""

from kg.publishing import schemas
from kg.publishing.context import render_context
from kg.publishing.generated import Renderer
from kg.publishing.pages import model, queries, settings, shapes
from kg.publishing.terms import render_terms

RENDERERS: dict[str, Renderer] = {
    "docs/model.md": model.render,
    "docs/queries.md": queries.render,
    "docs/settings.md": settings.render,
    "docs/shapes.md": shapes.render,
    "kg/rdf/hs_terms.py": lambda project: render_terms(project / "ontology"),
    "ontology/context.jsonld": lambda project: render_context(project / "ontology"),
    **schemas.renderers(),
}
