"""Ask a SPARQL endpoint every competency question, with SPARQLWrapper.

    pip install sparqlwrapper
    python sparqlwrapper.py http://127.0.0.1:8000/sparql queries/competency

A query file is plain SPARQL; its header names the parameters, which are variables, and
a default for each. To ask about something else, put another value in their place.
"""

import re
import sys
from pathlib import Path

from SPARQLWrapper import JSON, SPARQLWrapper

BASE = "https://w3id.org/hrsolidarity/"
SPACES = {
    "event": "id/event/",
    "ev": "id/event/",
    "organisation": "id/organisation/",
    "or": "id/organisation/",
    "place": "id/place/",
    "series": "id/series/",
    "event-type": "vocab/event-type/",
    "method": "vocab/method/",
    "property": "ontology#",
}
LITERALS = {"integer": "{}", "language": '"{}"', "text": '"{}"'}
PARAMETER = re.compile(r"\*\*Parameter:\*\* `\?(\w+)` \(([\w -]+), default `([^`]+)`\)")


def read_query(path: Path) -> tuple[str, str]:
    """Read the title of a query and its text, each parameter with its default."""
    text = path.read_text("utf-8")
    header, text = text.split("\n\n", 1)
    header = header.replace("\n# ", " ")
    for name, kind, default in PARAMETER.findall(header):
        text = re.sub(rf"\?{name}\b", write_term(kind, default), text)
    return header.split(" # ")[0].removeprefix("# # "), text


def write_term(kind: str, value: str) -> str:
    """Write the value of a parameter as SPARQL does: as an IRI or a literal."""
    if kind in LITERALS:
        return LITERALS[kind].format(value)
    if "//" in value:
        return f"<{value}>"
    prefix, _colon, key = value.rpartition(":")
    return f"<{BASE}{SPACES[prefix or kind]}{key}>"


def ask(endpoint: str, text: str) -> list[list[str]]:
    """Ask a query; give the names of the columns, then the rows."""
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setTimeout(60)
    client.setQuery(text)
    answer = client.queryAndConvert()
    names = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return [
        names,
        *([row.get(it, {}).get("value", "") for it in names] for row in rows),
    ]


def main() -> None:
    """Print a table for every query of a folder."""
    endpoint, folder = sys.argv[1], Path(sys.argv[2])
    for path in sorted(folder.glob("*.rq")):
        title, text = read_query(path)
        print(f"# {path.stem}: {title}")
        for row in ask(endpoint, text):
            print("\t".join(row))
        print()


if __name__ == "__main__":
    main()
