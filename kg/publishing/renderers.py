"""The one table of generated files: path from the project's root → what renders it."""

from kg.publishing import schemas
from kg.publishing.generated import Renderer

RENDERERS: dict[str, Renderer] = {**schemas.renderers()}
