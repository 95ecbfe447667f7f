"""The terms that catalogues use beside DCAT: contacts, checksums, and lists of codes.

They stand in descriptions of releases and in no dump, so that they are not among its
prefixes. The codes are those that DCAT-AP asks for.
"""

from pyoxigraph import NamedNode

from kg.rdf.namespaces import PREFIXES

VCARD = "http://www.w3.org/2006/vcard/ns#"
SPDX = "http://spdx.org/rdf/terms#"
AVAILABILITY = NamedNode("http://data.europa.eu/r5r/availability")
PERIOD = NamedNode("http://purl.org/dc/terms/PeriodOfTime")
LOCATION = NamedNode("http://purl.org/dc/terms/Location")
RIGHTS = NamedNode("http://purl.org/dc/terms/RightsStatement")
SHA256 = NamedNode(f"{SPDX}checksumAlgorithm_sha256")

_EU = "http://publications.europa.eu/resource/authority"
IRREGULAR = NamedNode(f"{_EU}/frequency/IRREG")
STABLE = NamedNode(f"{_EU}/planned-availability/STABLE")
THEMES = tuple(NamedNode(f"{_EU}/data-theme/{code}") for code in ("JUST", "SOCI"))
_ACCESS = {"public": "PUBLIC"}
_CODES = (
    "be:BEL ca:CAT cs:CES da:DAN de:DEU en:ENG es:SPA et:EST eu:EUS fi:FIN fr:FRA "
    "gl:GLG it:ITA lt:LIT lv:LAV nb:NOB nl:NLD nn:NNO no:NOR pl:POL pt:POR ru:RUS "
    "sv:SWE uk:UKR"
)
_LANGUAGES = dict(pair.split(":") for pair in _CODES.split())

SHOWN = {
    **{it: PREFIXES[it] for it in ("dcat", "dct", "foaf", "prov", "void", "xsd")},
    **{it: PREFIXES[it] for it in ("owl", "pav", "rdfs", "skos")},
    "vcard": VCARD,
    "spdx": SPDX,
}
"""The prefixes that a description is written with."""


def vcard(name: str) -> NamedNode:
    """Give a term of vCard."""
    return NamedNode(VCARD + name)


def spdx(name: str) -> NamedNode:
    """Give a term of SPDX."""
    return NamedNode(SPDX + name)


def access_right(audience: str) -> NamedNode:
    """Say whether an audience is everybody."""
    return NamedNode(f"{_EU}/access-right/{_ACCESS.get(audience, 'RESTRICTED')}")


def file_type(code: str) -> NamedNode:
    """Give the code of a type of file."""
    return NamedNode(f"{_EU}/file-type/{code}")


def media_type(name: str) -> NamedNode:
    """Give the IRI of a media type."""
    return NamedNode(f"https://www.iana.org/assignments/media-types/{name}")


def language(tag: str) -> NamedNode:
    """Give the IRI of a language; the Library of Congress has those the EU has not.

    >>> language("nb-NO").value.rpartition("/")[2]
    'NOB'
    >>> language("tg").value
    'http://id.loc.gov/vocabulary/iso639-1/tg'
    """
    code = tag.partition("-")[0].lower()
    if code in _LANGUAGES:
        return NamedNode(f"{_EU}/language/{_LANGUAGES[code]}")
    return NamedNode(f"http://id.loc.gov/vocabulary/iso639-1/{code}")
