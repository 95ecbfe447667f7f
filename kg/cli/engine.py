"""Whether the engine at `KG_STORE` can serve the release, and what it is."""

import asyncio
from collections.abc import Iterator

from kg.cli.checkup import Check, fault, ok, warning
from kg.errors import KgError, SetupError
from kg.publishing.audience import Audience
from kg.publishing.holding import address_of, holding_of
from kg.publishing.release import Release
from kg.settings import Settings
from kg.store.limits import Limits
from kg.store.remote.holding import Holding
from kg.store.remote.peer import Peer
from kg.store.remote.probe import Proof
from kg.store.remote.spool import Room

_LOAD = "Load the release: kg load, where the engine takes graphs."
_REACH = "Start the engine, and look at KG_STORE."


def check_engine(url: str, release: Release, settings: Settings) -> Iterator[Check]:
    """Have the engine show that it holds the release, and what it can do."""
    audience = Audience(settings.audience)
    address = address_of(url, release.version, audience)
    holding = holding_of(release, audience, settings.store_dataset)
    try:
        proof = asyncio.run(_proof(address, holding, settings))
    except SetupError as error:
        yield fault("engine", str(error), _LOAD)
        return
    except KgError as error:
        yield fault("engine", str(error), _REACH)
        return
    yield ok("engine", f"it holds {release.version}: {proof.words}")
    if proof.profile.note:
        yield ok("engine's ways", proof.profile.note)
    if not proof.ways.merges:
        yield warning(
            "engine's merges",
            "queries that choose several default graphs are refused",
            "Nothing, if nobody asks for that: the merge of all is served.",
        )


async def _proof(address: str, holding: Holding, settings: Settings) -> Proof:
    peer = Peer(address, holding, Limits(), settings.store_profile, Room(0))
    try:
        return await peer.meet()
    finally:
        await peer.close()
