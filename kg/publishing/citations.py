"""How a release is cited: a file for people's tools, and one for whoever mints a DOI.

What DataCite takes (https://schema.datacite.org/meta/kernel-4.5/) is written as JSON,
as its REST API has it, and as XML. There is no DOI in either: it is given to the
release when they are handed in.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from kg.publishing.dcat.published import ABOUT, AUTHOR, Published
from kg.publishing.dcat.release import KEYWORDS
from kg.publishing.manifest import write_json
from kg.rdf.namespaces import BASE

CFF = "CITATION.cff"
JSON = "datacite.json"
XML = "datacite.xml"

LABELS = {
    CFF: "how to cite the release",
    JSON: "what DataCite takes for a DOI, JSON",
    XML: "what DataCite takes for a DOI, XML",
}

_KERNEL = "http://datacite.org/schema/kernel-4"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA = "http://schema.datacite.org/meta/kernel-4.5/metadata.xsd"

Fields = dict[str, Any]


def write_citations(dumps: Path, it: Published) -> None:
    """Write, beside the dumps of a release, how it is cited."""
    fields = datacite(it)
    write_json(dumps / JSON, fields)
    (dumps / XML).write_bytes(datacite_xml(fields))
    (dumps / CFF).write_text(cff(it), "utf-8")


def address(it: Published) -> str:
    """Return where the release is told of."""
    return f"{BASE}dataset/{it.version}"


def datacite(it: Published) -> Fields:
    """Say what DataCite asks of a release."""
    return {
        "schemaVersion": _KERNEL,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Knowledge graph"},
        "creators": [{"name": AUTHOR, "nameType": "Organizational"}],
        "titles": [{"title": it.title, "lang": "en"}],
        "publisher": {"name": AUTHOR, "lang": "en"},
        "publicationYear": it.time[:4],
        "version": it.version,
        "url": address(it),
        "subjects": [{"subject": word, "lang": "en"} for word in KEYWORDS],
        "dates": _dates(it),
        "formats": ["application/n-quads", "text/turtle", "application/ld+json"],
        "rightsList": [{"rightsUri": uri} for uri in it.coverage.licences],
        "descriptions": [
            {"description": ABOUT, "descriptionType": "Abstract", "lang": "en"}
        ],
        "geoLocations": [
            {"geoLocationPlace": label} for label in it.coverage.places.values()
        ],
        "alternateIdentifiers": [
            {
                "alternateIdentifier": it.dataset.value,
                "alternateIdentifierType": "IRI of the dataset",
            }
        ],
        "relatedIdentifiers": [
            _related(f"{BASE}dataset", "IsVersionOf"),
            *_before(it),
        ],
    }


def _dates(it: Published) -> list[Fields]:
    issued = {"date": it.time[:10], "dateType": "Issued"}
    if not it.coverage.since:
        return [issued]
    period = f"{it.coverage.since}/{it.coverage.until or it.coverage.since}"
    return [
        issued,
        {"date": period, "dateType": "Other", "dateInformation": "Coverage"},
    ]


def _before(it: Published) -> Iterator[Fields]:
    if it.previous:
        yield _related(f"{BASE}dataset/{it.previous}", "IsNewVersionOf")


def _related(uri: str, relation: str) -> Fields:
    return {
        "relatedIdentifier": uri,
        "relatedIdentifierType": "URL",
        "relationType": relation,
    }


def datacite_xml(fields: Fields) -> bytes:
    """Write the same as XML."""
    ET.register_namespace("xsi", _XSI)
    root = ET.Element("resource", {"xmlns": _KERNEL})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_KERNEL} {_SCHEMA}")
    for element in _elements(fields):
        root.append(element)
    ET.indent(root)
    text: str = ET.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _elements(fields: Fields) -> Iterator[ET.Element]:
    yield _list("creators", [_creator(it) for it in fields["creators"]])
    yield _list("titles", [_text("title", it, "title") for it in fields["titles"]])
    yield _text("publisher", fields["publisher"], "name")
    yield _plain("publicationYear", fields["publicationYear"])
    general = fields["types"]["resourceTypeGeneral"]
    kind = _plain("resourceType", fields["types"]["resourceType"])
    kind.set("resourceTypeGeneral", general)
    yield kind
    yield _list("formats", [_plain("format", it) for it in fields["formats"]])
    yield _plain("version", fields["version"])
    for plural, singular, content in _LISTS:
        if fields[plural]:
            found = [_text(singular, it, content) for it in fields[plural]]
            yield _list(plural, found)
    if fields["geoLocations"]:
        places = [
            _list("geoLocation", [_plain("geoLocationPlace", it["geoLocationPlace"])])
            for it in fields["geoLocations"]
        ]
        yield _list("geoLocations", places)


_LISTS = (
    ("subjects", "subject", "subject"),
    ("dates", "date", "date"),
    ("rightsList", "rights", ""),
    ("descriptions", "description", "description"),
    ("alternateIdentifiers", "alternateIdentifier", "alternateIdentifier"),
    ("relatedIdentifiers", "relatedIdentifier", "relatedIdentifier"),
)
"""A list, its elements, and which field is their text; the others are attributes."""

_NAMES = {"lang": _LANG, "rightsUri": "rightsURI"}


def _creator(creator: Fields) -> ET.Element:
    return _list("creator", [_text("creatorName", creator, "name")])


def _text(name: str, fields: Fields, content: str) -> ET.Element:
    element = _plain(name, fields.get(content, ""))
    for key, value in fields.items():
        if key != content:
            element.set(_NAMES.get(key, key), value)
    return element


def _plain(name: str, text: str) -> ET.Element:
    element = ET.Element(name)
    element.text = text
    return element


def _list(name: str, elements: list[ET.Element]) -> ET.Element:
    element = ET.Element(name)
    element.extend(elements)
    return element


def cff(it: Published) -> str:
    """Write the Citation File Format, in which every JSON text is one of its own."""
    lines = {
        "cff-version": "1.2.0",
        "message": "Please cite the release you used, by its version.",
        "type": "dataset",
        "title": it.title,
        "abstract": ABOUT,
        "version": it.version,
        "date-released": it.time[:10],
        "url": address(it),
    }
    rest = [f"{name}: {orjson.dumps(text).decode()}" for name, text in lines.items()]
    rest += ["authors:", f"  - name: {orjson.dumps(AUTHOR).decode()}", "keywords:"]
    rest += [f"  - {orjson.dumps(word).decode()}" for word in KEYWORDS]
    if it.coverage.licence:
        rest.append(f"license-url: {orjson.dumps(it.coverage.licence).decode()}")
    return "".join(f"{line}\n" for line in rest)
