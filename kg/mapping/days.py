"""Days on which curators looked, fetched or decided: none comes after the build."""

import datetime
from collections.abc import Iterator

from kg.errors import UnexpectedValueError
from kg.model.corpus import Corpus
from kg.model.records.base import Record

AHEAD = datetime.timedelta(days=1)
"""How far a curator's calendar may be before that of UTC, by which builds are dated."""


def later_days(
    corpus: Corpus, given: datetime.datetime
) -> Iterator[UnexpectedValueError]:
    """Yield the days that had not come at the time of the build: slips of the year."""
    for record, field, day in _days(corpus):
        if day > given.date() + AHEAD:
            expected = f"a day up to that of the build, {given.date()}"
            yield UnexpectedValueError(record.at(field), str(day), expected)


def _days(corpus: Corpus) -> Iterator[tuple[Record, str, datetime.date]]:
    for authority in corpus.authorities:
        for person in authority.people:
            yield person, "risk-reviewed", person.risk_reviewed
    for source in corpus.sources():
        retrieved = source.retrieved
        yield retrieved, "on", retrieved.on
    for decision in (*corpus.judgements, *corpus.identities):
        yield decision, "on", decision.on
