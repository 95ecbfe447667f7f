"""The templates of pages, and how they are filled in.

Everything put into a template is escaped; templates add no scripts.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.rdf.iri import shorten

environment = Environment(
    loader=PackageLoader("kg.api", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters["shorten"] = shorten


def render(name: str, **values: object) -> str:
    """Fill a template in."""
    return environment.get_template(name).render(values)
