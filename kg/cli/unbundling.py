"""Serving from a bundle: it is unpacked once, and takes the place of a project."""

from pathlib import Path

from kg.cli.progress import progress
from kg.cli.signing import read_public_key
from kg.errors import SetupError
from kg.publishing.bundle.unpacking import Trust, unpack
from kg.settings import Settings, cache_folder, give


def take_place(bundle: Path, into: Path | None, key: Path | None) -> None:
    """Have a bundle served, by the settings, where else a project is.

    Args:
        bundle: the file.
        into: where it is unpacked, None where programs keep what they can make again.
        key: the file of the public key that it has to be signed by, None for no key.

    Raises:
        SetupError: a workspace is to be served, or there is no room for it.
        BundleError: it is none, or not what it says.
        SignatureError: it is not signed as it has to be.
    """
    settings = Settings.from_environment()
    if settings.workspace is not None:
        raise SetupError("KG_WORKSPACE: found a bundle, too; expected one of them")
    trust = Trust(
        None if key is None else read_public_key(key), settings.bundle_mb << 20
    )
    folder = cache_folder() / "bundles" if into is None else into
    with progress() as step:
        found = unpack(bundle, folder.resolve(), trust, step)
    give(
        {
            "audience": found.contents.audience,
            "build_dir": found.build,
            "queries_dir": found.queries,
            "state_dir": found.folder / "state",
        }
    )
