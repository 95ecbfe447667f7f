"""The manifests of the reconciliation service: what it can do, and where.

Version 0.2 says where each part is; in 1.0 that follows from where the manifest is, and
the two cannot be one document: `suggest` is of another form. So each has its address.
"""

from kg.api.reconciliation.queries import BATCH
from kg.api.reconciliation.speech import Json
from kg.rdf.namespaces import BASE, ONTOLOGY

PATH = "/reconcile"
DRAFT = f"{PATH}/1.0-draft"
VIEW, PREVIEW = f"{PATH}/view", f"{PATH}/preview"
PROPERTIES = f"{PATH}/properties"
SUGGEST = "/suggest"
SUGGEST_PROPERTY, SUGGEST_TYPE = f"{SUGGEST}/property", f"{SUGGEST}/type"

_TYPES = ("Organisation", "Person", "Group", "Place", "Event", "Document")
_WIDTH, _HEIGHT = 420, 220


def manifest(root: str, version: str) -> Json:
    """Describe the service as version 0.2 does.

    Args:
        root: the address of the whole service, without a slash at its end.
        version: of the release that is matched against.
    """
    return {
        "versions": ["0.2"],
        **_common(root, version),
        "identifierSpace": f"{BASE}id/",
        "schemaSpace": ONTOLOGY,
        "view": {"url": f"{root}{VIEW}?id={{{{id}}}}"},
        "preview": {
            "url": f"{root}{PREVIEW}?id={{{{id}}}}",
            "width": _WIDTH,
            "height": _HEIGHT,
        },
        "suggest": {
            "entity": {"service_url": root, "service_path": SUGGEST},
            "property": {"service_url": root, "service_path": SUGGEST_PROPERTY},
            "type": {"service_url": root, "service_path": SUGGEST_TYPE},
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": PROPERTIES},
            "property_settings": [],
        },
    }


def draft_manifest(root: str, version: str) -> Json:
    """Describe the service as the draft of version 1.0 does (arguments as above)."""
    return {
        "versions": ["1.0-draft"],
        **_common(root, version),
        "lang": "en",
        "dir": "auto",
        "view": {"url": f"{root}{VIEW}?id={{id}}"},
        "preview": {"width": _WIDTH, "height": _HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
    }


def _common(root: str, version: str) -> Json:
    return {
        "name": "Solidarity Graph",
        "documentation": f"{root}/openapi.json",
        "serviceVersion": version,
        "logo": f"{root}/static/mark.svg",
        "defaultTypes": [{"id": ONTOLOGY + name, "name": name} for name in _TYPES],
        "batchSize": BATCH,
    }
