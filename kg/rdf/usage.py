"""What a release uses: classes, properties and graphs, as far as VoID counts them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Usage:
    """How often the default graph uses which terms; all are IRIs.

    Attributes:
        classes: class → how many things have it.
        properties: property → how many statements have it.
        uses: class → the properties that things of the class have.
        values: property → datatype → how many statements have a value of it.
        graphs: the named graphs.
        labels: term that the data declare → what it is called, in any language.
    """

    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    uses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    graphs: frozenset[str] = frozenset()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
