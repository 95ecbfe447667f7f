"""pyshacl-turbo, asked over a pipe; a program for a Python that has it.

A line is a job, `{"data": …, "shapes": …}` in Turtle; so is the answer: a row for each
result, of shape, component, focus node and value.
"""

import json
import sys
import tempfile
from pathlib import Path

import rdflib
from rdflib.term import Node

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def written(term: Node | None) -> str:
    """Write a term as the test does; blank nodes are all alike."""
    if isinstance(term, rdflib.BNode):
        return "_:"
    if isinstance(term, rdflib.Literal):
        datatype = "" if term.language else str(term.datatype or rdflib.XSD.string)
        return json.dumps([str(term), (term.language or "").lower(), datatype])
    return "" if term is None else f"<{term}>"


def answer(job: dict[str, str], folder: Path) -> list[list[str]]:
    """Validate from files: that is how it keeps literals as they are written."""
    import pyshacl_turbo  # type: ignore[import-not-found]

    files = {name: folder / f"{name}.ttl" for name in job}
    for name, text in job.items():
        files[name].write_text(text, "utf-8")
    report = pyshacl_turbo.validate(
        str(files["data"]), shacl_graph=str(files["shapes"])
    )[1]
    return [
        [
            written(report.value(it, SH.sourceShape)),
            str(report.value(it, SH.sourceConstraintComponent)).rpartition("#")[2],
            written(report.value(it, SH.focusNode)),
            written(report.value(it, SH.value)),
        ]
        for it in report.objects(None, SH.result)
    ]


if __name__ == "__main__":
    rdflib.NORMALIZE_LITERALS = False
    with tempfile.TemporaryDirectory() as directory:
        for line in sys.stdin:
            found = answer(json.loads(line), Path(directory))
            sys.stdout.write(f"{json.dumps(found)}\n")
            sys.stdout.flush()
