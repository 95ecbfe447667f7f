"""Forms of answers of the Reconciliation API: the group's, and ours of its draft."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

Check = Callable[[str, Any], Any]
"""Holds an answer to the form of a name, and returns it."""


def group_check(folder: Path | None, *versions: str) -> Check:
    """Hold answers to the schemas of the group, where there is a copy of them.

    Those of each version stand in a folder, as in reconciliation-api/specs.
    """
    checks = [_validating(folder / it / "schemas") for it in versions if folder]

    def check(name: str, answer: Any) -> Any:
        for validate in checks:
            validate(name, answer)
        return answer

    return check


def _validating(folder: Path) -> Callable[[str, Any], None]:
    read = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    resources = [(it["$id"], _resource(it)) for it in read.values() if "$id" in it]
    registry: Registry[Any] = Registry().with_resources(resources)

    def validate(name: str, answer: Any) -> None:
        jsonschema.Draft7Validator(read[name], registry=registry).validate(answer)

    return validate


def _resource(schema: Any) -> Resource[Any]:
    return DRAFT7.create_resource(schema)


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string", "minLength": 1}
_TAG = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[a-z0-9]+)*$"}
_YES_OR_NO = {"type": "boolean"}
_NAMED = {"id": _TEXT, "name": _TEXT}
_TYPE = _object(_NAMED, lang=_TAG)
_PERCENT = {"type": "number", "minimum": 0, "maximum": 100}
_FEATURE = _object(
    {**_NAMED, "value": {"oneOf": [_YES_OR_NO, {"type": "number"}]}}, lang=_TAG
)
_TEMPLATE = {"type": "string", "pattern": r"^http[^{]*[^{]\{id\}$"}
_CELL = {
    "oneOf": [
        _object(_NAMED, lang=_TAG),
        _object({"str": {"type": "string"}}, lang=_TAG),
        _object({"int": {"type": "integer"}}),
        _object({"float": {"type": "number"}}),
    ]
}
DRAFT_FORMS = {
    "manifest": _object(
        {
            "versions": {"const": ["1.0-draft"]},
            "name": _TEXT,
            "view": _object({"url": _TEMPLATE}),
        },
        documentation=_TEXT,
        logo=_TEXT,
        serviceVersion=_TEXT,
        defaultTypes=_list(_TYPE),
        lang=_TAG,
        dir={"enum": ["ltr", "rtl", "auto"]},
        preview=_object({it: {"type": "integer"} for it in ("width", "height")}),
        suggest=_object(dict.fromkeys(("entity", "property", "type"), _YES_OR_NO)),
        extend=_object(
            {"proposeProperties": _YES_OR_NO, "propertySettings": {"const": []}}
        ),
        batchSize={"type": "integer", "minimum": 1},
        standardizedScore={"const": True},
    ),
    "reconciliation-result-batch": _object(
        {
            "results": _list(
                _object(
                    {
                        "candidates": _list(
                            _object(
                                {**_NAMED, "type": _list(_TYPE), "match": _YES_OR_NO},
                                description=_TEXT,
                                lang=_TAG,
                                score=_PERCENT,
                                features=_list(_FEATURE),
                            )
                        )
                    }
                )
            )
        }
    ),
    "suggest-entities-response": _object(
        {
            "result": _list(
                _object(_NAMED, description=_TEXT, lang=_TAG, notable=_list(_TYPE))
            )
        }
    ),
    "suggest-properties-response": _object(
        {
            "result": _list(
                _object(
                    {**_NAMED, "matchQualifiers": _list(_TYPE)},
                    description=_TEXT,
                    lang=_TAG,
                )
            )
        }
    ),
    "suggest-types-response": _object(
        {"result": _list(_object(_NAMED, description=_TEXT, lang=_TAG))}
    ),
    "data-extension-property-proposal": _object(
        {"properties": _list(_TYPE), "type": _TEXT}, limit={"type": "integer"}
    ),
    "data-extension-response": _object(
        {
            "meta": _list(_TYPE),
            "rows": _list(
                _object(
                    {
                        "id": _TEXT,
                        "properties": _list(
                            _object({"id": _TEXT, "values": _list(_CELL)})
                        ),
                    }
                )
            ),
        }
    ),
}
"""Forms that follow from the text of the draft; what it does not name is refused.

https://reconciliation-api.github.io/specs/1.0-draft/
"""


def draft_check(name: str, answer: Any) -> Any:
    """Hold an answer to the text of the draft."""
    jsonschema.Draft202012Validator(DRAFT_FORMS[name]).validate(answer)
    return answer
