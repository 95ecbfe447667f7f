"""The one list of prefixes that ontology, queries, dumps and the API use.

There are two bases: that of the terms, which all projects share, and that of the things
of this project, which is a setting.
"""

from kg.errors import SetupError
from kg.settings import BASE_IRI, USUAL_BASE, base_iri

COMMON = USUAL_BASE
"""The base of the terms, which all projects share."""

VOCAB = f"{COMMON}vocab/"
ONTOLOGY = f"{COMMON}ontology#"
SHAPES = f"{COMMON}shapes#"
TERMS = (VOCAB, f"{COMMON}ontology", f"{COMMON}shapes")
"""Where IRIs of terms begin, whoever uses them."""

_OTHERS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "formats": "http://www.w3.org/ns/formats/",
    "prov": "http://www.w3.org/ns/prov#",
    "pav": "http://purl.org/pav/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "http://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "lode": "http://linkedevents.org/ontology/",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "ftm": "https://schema.followthemoney.tech/#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "time": "http://www.w3.org/2006/time#",
    "dpv": "https://w3id.org/dpv#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "vann": "http://purl.org/vocab/vann/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "ldqd": "http://www.w3.org/2016/05/ldqd#",
}


def own_base(base: str) -> str:
    """Return the base of a project's things; it is apart from what others name.

    Raises:
        SetupError: terms would be named below it, or it is below theirs.
    """
    for space in _OTHERS.values():
        if space.startswith(base) or base.startswith(space):
            expected = f"a base apart from {space}, where others name terms"
            raise SetupError(f"{BASE_IRI}: found {base!r}; expected {expected}")
    return base


BASE = own_base(base_iri())
"""The base of the IRI of every thing, graph and release of this project."""

OURS = (BASE, *TERMS)
"""Where IRIs begin that are ours to say something of."""

SCHEMES = {
    "et": "event-type",
    "me": "method",
    "ro": "role",
    "dt": "demand-type",
    "do": "demand-outcome",
    "ls": "legal-status",
    "vr": "violated-right",
    "mo": "modality",
    "ce": "certainty",
    "rl": "reliability",
    "db": "date-basis",
    "pr": "precision",
    "rt": "relation-type",
    "ot": "org-type",
    "ri": "risk",
    "ac": "access",
    "co": "completeness",
    "sm": "source-material",
    "cu": "counting-unit",
    "kn": "known",
    "ba": "basis",
    "pb": "publication-basis",
    "dn": "decision",
    "cn": "consent",
}
"""Prefix → notation of a SKOS concept scheme."""

KINDS = {
    "ev": "event",
    "se": "series",
    "er": "relation",
    "pe": "person",
    "or": "organisation",
    "gr": "group",
    "pt": "participation",
    "af": "affiliation",
    "pl": "place",
    "de": "demand",
    "sl": "slogan",
    "cl": "claim",
    "qt": "quantity",
    "ts": "time",
    "doc": "document",
    "ps": "passage",
    "jd": "judgement",
}
"""Prefix → kind of thing, the second segment of its IRI."""

PREFIXES = {
    "hs": ONTOLOGY,
    "shape": SHAPES,
    "graph": f"{BASE}graph/",
    **{prefix: f"{VOCAB}{scheme}/" for prefix, scheme in SCHEMES.items()},
    **{prefix: f"{BASE}id/{kind}/" for prefix, kind in KINDS.items()},
    **_OTHERS,
}
"""Prefix → namespace, in the order they are written."""
