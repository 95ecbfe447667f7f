"""The manifest of the reconciliation service: what it can do, and where."""

from kg.api.reconciliation.entities import Json
from kg.api.reconciliation.queries import BATCH
from kg.rdf.namespaces import BASE, ONTOLOGY

PATH = "/reconcile"
VIEW, PREVIEW = f"{PATH}/view", f"{PATH}/preview"
PROPERTIES = f"{PATH}/properties"
SUGGEST = "/suggest"
SUGGEST_PROPERTY, SUGGEST_TYPE = f"{SUGGEST}/property", f"{SUGGEST}/type"

_TYPES = ("Organisation", "Person", "Group", "Place", "Event", "Document")


def manifest(root: str, version: str) -> Json:
    """Describe the service.

    Args:
        root: the address of the whole service, without a slash at its end.
        version: of the release that is matched against.
    """
    return {
        "versions": ["0.2"],
        "name": "Solidarity Graph",
        "identifierSpace": f"{BASE}id/",
        "schemaSpace": ONTOLOGY,
        "documentation": f"{root}/openapi.json",
        "serviceVersion": version,
        "logo": f"{root}/static/mark.svg",
        "defaultTypes": [{"id": ONTOLOGY + name, "name": name} for name in _TYPES],
        "view": {"url": f"{root}{VIEW}?id={{{{id}}}}"},
        "preview": {
            "url": f"{root}{PREVIEW}?id={{{{id}}}}",
            "width": 420,
            "height": 220,
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
        "batchSize": BATCH,
    }
