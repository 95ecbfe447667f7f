"""Opening an index: read-only, for one question, which has a deadline.

Opening takes half a millisecond, so nothing is kept open: a release that is no longer
served is let go of by itself, and each thread has a connection of its own.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import OperationalError, connect
from urllib.parse import quote

from kg.errors import NotInGraphError, QueryTimeoutError
from kg.search.index import Index
from kg.search.tables import FILE

SECONDS = 5.0
"""How long a question may take; most take milliseconds."""

_STEPS = 10_000
"""Steps of SQLite between looks at the clock."""


@contextmanager
def open_index(edition: Path, seconds: float = SECONDS) -> Iterator[Index]:
    """Offer the index of an audience's edition of a release.

    Raises:
        NotInGraphError: the release was built before there were indexes.
        QueryTimeoutError: the answer was not there in time.
    """
    path = edition / FILE
    if not path.is_file():
        raise NotInGraphError("this release cannot be searched: it has no index")
    deadline = time.monotonic() + seconds
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    with closing(connect(address, uri=True)) as database:
        database.execute("PRAGMA query_only=ON")
        database.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            yield Index(database)
        except OperationalError as error:
            if time.monotonic() <= deadline:
                raise
            message = f"the search took longer than {seconds:g} seconds"
            raise QueryTimeoutError(message) from error
