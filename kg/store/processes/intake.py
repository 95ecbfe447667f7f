"""The process that reads uploads: `python -m kg.store.processes.intake DUTY`.

Parsers recurse and are native code: what strangers send is read here, without network
and files, and goes on as N-Triples. A process that an upload ends is replaced.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.errors import UnexpectedValueError
from kg.rdf.entities import refuse_growth
from kg.rdf.formats import RDF_XML, Format, by_name
from kg.rdf.ontology import syntax_fault
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.job import read_job, write_job
from kg.store.processes.sandbox import confine

PROGRAM = "kg.store.processes.intake"


def write_upload(content: bytes, written: Format, base: str) -> bytes:
    """Write the job of reading an upload, whose IRIs are relative to `base`."""
    return write_job({"format": written.name, "base": base}, content)


def read_upload(job: bytes, output: IO[bytes]) -> None:
    """Write a graph as N-Triples, its blank nodes under names that nothing else has.

    Raises:
        UnexpectedValueError: it is not in its format, or not one graph.
    """
    fields, content = read_job(job)
    written = by_name(fields["format"] or "")
    if written is None:
        raise ValueError(fields["format"])
    if written is RDF_XML:
        refuse_growth(BytesIO(content), "the upload")
    try:
        serialize(_triples(content, written, fields["base"]), output, _PLAIN)
    except SyntaxError as error:
        fault = syntax_fault(error, "the upload", written.label)
        raise UnexpectedValueError(fault.where, fault.found, fault.expected) from error


_PLAIN = RdfFormat.N_TRIPLES


def _triples(content: bytes, written: Format, base: str | None) -> Iterator[Triple]:
    found = parse(
        content,
        written.rdf,
        base_iri=base,
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    for quad in found:
        _refuse_nesting(quad)
        yield quad.triple


def _refuse_nesting(quad: Quad) -> None:
    if isinstance(quad.object, Triple):
        expected = "an IRI, a blank node or a literal: none nests triples here"
        raise UnexpectedValueError("the upload", str(quad.object), expected)


def _prepare(duty: Duty) -> tuple[Work, bool]:
    return read_upload, confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
