"""The one table of generated files: path from the project's root → what renders it."""

from kg.publishing import schemas
from kg.publishing.generated import Renderer
from kg.publishing.pages import model, shapes

RENDERERS: dict[str, Renderer] = {
    "docs/model.md": model.render,
    "docs/shapes.md": shapes.render,
    **schemas.renderers(),
}
