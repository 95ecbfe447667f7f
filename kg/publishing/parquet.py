"""Parquet: the statements as a table, and ready tables of what is asked for most.

DuckDB makes them from the canonical dump, in memory of a fixed size and by one thread,
so that one version of it writes the same bytes every time.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import SetupError
from kg.rdf.terms import HS, RDF, SKOS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATEMENTS = "statements.parquet"
LABELS = {
    STATEMENTS: "statements with their graphs, one a row, Parquet",
    "events.parquet": "events with time and place, Parquet",
    "agents.parquet": "people, organisations and groups, Parquet",
    "participations.parquet": "who took part in which event, and how, Parquet",
}
"""The tables, and what each is."""

_LIMIT = "512MB"
_ROWS = 100_000
"""Rows that are written, and can be read, at a time."""

_MACROS = rf"""
CREATE MACRO hs(name) AS '{HS.base}' || name;
CREATE MACRO plain(t) AS substr(t, 2, length(t) - 2);
CREATE MACRO written(t) AS
  CASE WHEN contains(t, '\') THEN json_extract_string('"' || t || '"', '$') ELSE t END;
CREATE MACRO datatype_of(tail) AS CASE
  WHEN tail = '' THEN 'http://www.w3.org/2001/XMLSchema#string'
  WHEN starts_with(tail, '@') THEN '{RDF.langString.value}'
  ELSE substr(tail, 4, length(tail) - 4) END;
"""

_STATEMENTS = r"""
SELECT plain(s) AS subject, plain(p) AS predicate,
  CASE WHEN tail IS NULL THEN plain(o)
    ELSE written(substr(o, 2, length(o) - 2 - length(tail))) END AS object,
  CASE WHEN tail IS NOT NULL THEN datatype_of(tail) END AS datatype,
  CASE WHEN starts_with(tail, '@') THEN substr(tail, 2) END AS language,
  substr(g, 1, length(g) - 3) AS graph
FROM (
  SELECT *, CASE WHEN starts_with(o, '"') THEN split_part(o, '"', -1) END AS tail
  FROM (
    SELECT *, substr(line, length(s) + length(p) + 3,
      length(line) - length(s) - length(p) - length(g) - 4) AS o
    FROM (
      SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p,
        split_part(line, ' <', -1) AS g
      FROM read_csv(?, delim = '\x01', quote = '', escape = '', header = false,
        auto_detect = false, columns = {'line': 'VARCHAR'}, max_line_size = 16777216,
        buffer_size = 33554432))))
"""
"""Each line of the canonical dump has one statement; an escape is one of JSON, too.

The name of the graph stands behind the last ` <`, for no IRI has a space. Without its
size named, a buffer has room for 16 of the longest lines there may be.
"""

_READY = f"""
CREATE MACRO things_of(class) AS TABLE
  SELECT DISTINCT subject FROM said
  WHERE predicate = '{RDF.type.value}' AND object = hs(class);
CREATE MACRO one(name) AS TABLE
  SELECT subject, min(object) AS value FROM said
  WHERE predicate = hs(name) GROUP BY subject;
CREATE MACRO every(name) AS TABLE
  SELECT subject, string_agg(DISTINCT object, ' ' ORDER BY object) AS value FROM said
  WHERE predicate = hs(name) GROUP BY subject;
CREATE TEMP TABLE label AS
  SELECT subject, coalesce(min(object) FILTER (language = 'en'), min(object)) AS value
  FROM said WHERE predicate = '{SKOS.prefLabel.value}' GROUP BY subject;
"""  # noqa: S608 - terms of vocabularies

_TABLES = {
    # A day that a table cannot hold (with a time zone, before the year 1) is in `edtf`.
    "events.parquet": """
SELECT it.subject AS event, label.value AS label, types.value AS event_types,
  TRY_CAST(early.value AS DATE) AS not_before,
  TRY_CAST(late.value AS DATE) AS not_after,
  edtf.value AS edtf, place.value AS place, where_.value AS place_label,
  documents.value AS documents
FROM things_of('Event') it
LEFT JOIN label USING (subject)
LEFT JOIN every('eventType') types USING (subject)
LEFT JOIN one('time') times USING (subject)
LEFT JOIN one('notBefore') early ON early.subject = times.value
LEFT JOIN one('notAfter') late ON late.subject = times.value
LEFT JOIN one('edtf') edtf ON edtf.subject = times.value
LEFT JOIN one('place') place USING (subject)
LEFT JOIN label where_ ON where_.subject = place.value
LEFT JOIN every('reportedIn') documents USING (subject)
ORDER BY event""",
    "agents.parquet": """
SELECT it.subject AS agent, string_agg(it.kind, ' ' ORDER BY it.kind) AS kind,
  min(coalesce(label.value, source.value)) AS label,
  min(types.value) AS organisation_types, min(country.value) AS country
FROM (
  SELECT subject, 'person' AS kind FROM things_of('Person')
  UNION ALL SELECT subject, 'organisation' FROM things_of('Organisation')
  UNION ALL SELECT subject, 'group' FROM things_of('Group')) it
LEFT JOIN label USING (subject)
LEFT JOIN one('nameInSource') source USING (subject)
LEFT JOIN every('orgType') types USING (subject)
LEFT JOIN one('country') country USING (subject)
GROUP BY it.subject ORDER BY agent""",
    "participations.parquet": """
SELECT it.subject AS participation, event.value AS event, what.value AS event_label,
  agent.value AS agent, who.value AS agent_label, role.value AS role,
  how.value AS role_label, behalf.value AS on_behalf_of, modality.value AS modality
FROM things_of('Participation') it
LEFT JOIN one('inEvent') event USING (subject)
LEFT JOIN label what ON what.subject = event.value
LEFT JOIN one('agent') agent USING (subject)
LEFT JOIN label who ON who.subject = agent.value
LEFT JOIN one('role') role USING (subject)
LEFT JOIN label how ON how.subject = role.value
LEFT JOIN one('onBehalfOf') behalf USING (subject)
LEFT JOIN one('modality') modality USING (subject)
ORDER BY participation""",
}


def write_tables(dump: Path) -> None:
    """Write, beside a canonical dump, its tables; no lock of the interpreter is held.

    Raises:
        SetupError: they cannot be made.
    """
    import duckdb  # large, and needed by builds alone

    folder = dump.parent
    with TemporaryDirectory(dir=folder.parent, prefix=".spill-") as spill:
        options: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": _LIMIT,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        try:
            with duckdb.connect(":memory:", config=options) as connection:
                _write(connection, dump)
        except duckdb.Error as error:
            raise SetupError(f"{folder}: the tables cannot be made: {error}") from error


def _write(connection: "DuckDBPyConnection", dump: Path) -> None:
    statements = dump.with_name(STATEMENTS)
    connection.execute("SET enable_progress_bar = false")
    connection.execute(_MACROS)
    found = connection.sql(_STATEMENTS, params=[str(dump)])
    found.write_parquet(str(statements), compression="zstd", row_group_size=_ROWS)
    connection.read_parquet(str(statements)).create_view("said")
    connection.execute(_READY)
    for name, query in _TABLES.items():
        table = connection.sql(query)
        to = str(dump.with_name(name))
        table.write_parquet(to, compression="zstd", row_group_size=_ROWS)
