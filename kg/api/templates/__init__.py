"""The templates of pages, and how they are filled in.

Everything put into a template is escaped; templates add no scripts.
"""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.api.pages.address import answer_path, page_path
from kg.api.pages.words import count, grouped, ranges, sentence
from kg.api.static import STYLE
from kg.rdf.iri import shorten

_CODE = re.compile(r"`([^`]+)`")


def code(text: str) -> Markup:
    """Show what stands between backticks as code; everything is escaped."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


environment = Environment(
    loader=PackageLoader("kg.api", "templates"),
    autoescape=True,
    auto_reload=False,  # a template goes with the code that was read beside it
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters |= {
    "shorten": shorten,
    "here": page_path,
    "answered": answer_path,
    "code": code,
    "count": count,
    "grouped": grouped,
    "ranges": ranges,
    "sentence": sentence,
}
environment.globals |= {
    "root": "",
    "style": STYLE,
    "section": "",
    "words": "",
    "searchable": None,
    "release": None,
}
"""What the frame of every page needs; those who fill it in may say more."""


def render(name: str, **values: object) -> str:
    """Fill a template in."""
    return environment.get_template(name).render(values)
