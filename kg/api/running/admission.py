"""Reading a query before it is let in, without making the others wait for that."""

import asyncio

from kg.rdf.query.complexity import Allowed
from kg.rdf.query.preflight import Preflight, admit

_AT_ONCE = 4_096
"""Characters that are read in two milliseconds at most."""


async def admitted(query: str, allowed: Allowed) -> Preflight:
    """Read a query that is safe to hand to an engine: `kg.rdf.query.preflight.admit`.

    A long one is read in a thread, which the event loop takes turns with.
    """
    if len(query) <= _AT_ONCE:
        return admit(query, allowed)
    return await asyncio.to_thread(admit, query, allowed)
