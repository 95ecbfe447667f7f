"""How far the description of a thing reaches: what points at it and belongs to it."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.rdf.terms import DCT, HS, PROV, RDF, RDFS, SCHEMA, SKOS

FULL = frozenset(
    {
        "participation",
        "affiliation",
        "relation",
        "demand",
        "slogan",
        "claim",
        "quantity",
        "time",
        "judgement",
    }
)
"""Kinds that are described in full wherever they are met: they have little else."""

DEPENDENT = frozenset({"quantity", "time"})
"""Kinds that are described in full even at the edge of a description."""

BRIEF = (
    RDF.type,
    SKOS.prefLabel,
    SKOS.altLabel,
    RDFS.label,
    DCT.title,
    DCT.license,
    HS.licenceStatus,
    HS.ofDocument,
    HS.nameInSource,
    HS.eventType,
    HS.time,
    HS.judgedTime,
    HS.partOf,
    HS.concerns,
    HS.known,
    HS.orgType,
    HS.size,
    HS.within,
    HS.verbatim,
    HS.access,
    HS.revision,
)
"""What is said of everything else: enough to read a reference to it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is told with a thing.

    Attributes:
        full: patterns that find a `?subject` from `?thing` that is told in full.
        links: properties by which other things point at it that are named briefly.
        brief: patterns that find a `?subject` that is named briefly.
        by_any: whether whatever points at it is named briefly.
        unquoted: kinds of things whose passages its page does not quote.
    """

    full: tuple[str, ...] = ()
    links: tuple[NamedNode, ...] = ()
    brief: tuple[str, ...] = ()
    by_any: bool = False
    unquoted: frozenset[str] = frozenset()


def _by(*predicates: NamedNode) -> tuple[str, ...]:
    """Find what points at the thing by a property."""
    return tuple(f"?subject {predicate} ?thing" for predicate in predicates)


_CLAIMS_ABOUT_GROUPS = (
    f"?participation {HS.inEvent} ?thing ; {HS.agent} ?group . "
    f"?group {RDF.type} {HS.Group} . ?subject {HS.claimSubject} ?group"
)
"""What is claimed of a group is told with the event that the group was in."""

_TIMED_LIKE_GROUNDS = (
    f"?thing {HS.judgedTime}/{PROV.wasDerivedFrom} ?span . ?subject {HS.time} ?span"
)
"""The events whose times a judged time follows from."""

_WEIGHED = (HS.judges, HS.considers, HS.accepts, HS.rejects)
_AGENT = (
    HS.agent,
    HS.onBehalfOf,
    HS.demander,
    HS.addressee,
    HS.target,
    HS.beneficiary,
    HS.claimSubject,
    HS.claimValue,
    HS.attributedTo,
    HS.assertedBy,
    HS.judges,
)
_GROUPED = (HS.hasMember, HS.subGroupOf, HS.mentions, HS.depicts, HS.concerns)

REACHES = {
    "event": Reach(
        (
            *_by(HS.inEvent, HS.fromEvent, HS.toEvent, HS.madeAt),
            *_by(HS.claimSubject, HS.judges),
            _CLAIMS_ABOUT_GROUPS,
        ),
        (HS.partOf, HS.about, HS.covers, HS.illustrates),
        (_TIMED_LIKE_GROUNDS,),
    ),
    "series": Reach(
        _by(HS.fromEvent, HS.toEvent, HS.claimSubject, HS.judges),
        (HS.inSeries, HS.about),
    ),
    "person": Reach(
        _by(*_AGENT, HS.member),
        (*_GROUPED, HS.friendOf),
        unquoted=frozenset({"person", "time"}),
    ),
    "organisation": Reach(
        _by(*_AGENT, HS.organisation),
        _GROUPED,
        unquoted=frozenset({"organisation", "time"}),
    ),
    "group": Reach(_by(*_AGENT), _GROUPED),
    "place": Reach(
        _by(HS.claimSubject, HS.judges),
        (HS.within, HS.place, HS.concerns, HS.country, HS.mentions),
        unquoted=frozenset({"place", "time"}),
    ),
    "demand": Reach(_by(HS.soughtVia, HS.judges, HS.claimSubject)),
    "slogan": Reach(links=(HS.slogan,)),
    "claim": Reach(
        _by(
            *_WEIGHED,
            HS.differsFrom,
            HS.contradicts,
            HS.corroborates,
            HS.refines,
        ),
    ),
    "quantity": Reach(_by(HS.claimQuantity)),
    "time": Reach(links=(HS.time, HS.judgedTime, HS.ongoingAt, PROV.wasDerivedFrom)),
    "document": Reach(
        _by(HS.inDocument, HS.citedDocument, HS.claimSubject, HS.judges),
        (HS.reportedIn, HS.relatedArticle, SCHEMA.isPartOf, HS.ofDocument),
    ),
    "passage": Reach(links=(HS.evidence,)),
    "judgement": Reach(),
}
"""Kind → what points at a thing of that kind and is told with it."""

ANY = Reach(by_any=True)
"""The reach of everything else."""


def reach_of(kind: str) -> Reach:
    """Return what is told with things of a kind; "" is the kind of all other IRIs."""
    return REACHES.get(kind, ANY)
