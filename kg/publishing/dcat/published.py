"""A published release: what its manifest and its files say of it, for descriptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pyoxigraph import NamedNode

from kg.publishing.audience import Audience
from kg.publishing.changes.record import KEY
from kg.publishing.coverage import Coverage
from kg.rdf.namespaces import BASE

AUTHOR = "Solidarity Graph contributors"
TITLE = "Solidarity Graph"
ABOUT = (
    "Actions of solidarity with human-rights defenders and political prisoners, and "
    "events around them: who did what, when, where, for whom, and which source says so."
)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that can be had: its size in bytes, and its digest."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """A release for an audience.

    `previous` is the version of the release before it, "" for the first.
    """

    version: str
    time: str
    audience: Audience
    commit: str
    previous: str
    counts: Mapping[str, int]
    graphs: tuple[str, ...]
    tools: Mapping[str, str]
    coverage: Coverage
    files: tuple[PublishedFile, ...]

    @classmethod
    def read(cls, folder: Path, manifest: Mapping[str, Any]) -> Self:
        """Read what a manifest says, and how large the files in its folder are.

        Releases from before something was recorded say nothing of it.
        """
        files = manifest.get("files", {})
        before = manifest.get(KEY, {}).get("previous") or {}
        return cls(
            version=manifest["version"],
            time=manifest["time"],
            audience=Audience(manifest["audience"]),
            commit=manifest.get("commit", ""),
            previous=before.get("version", ""),
            counts=manifest.get("counts", {}),
            graphs=tuple(manifest.get("graphs", {})),
            tools=manifest.get("tools", {}),
            coverage=Coverage.read(manifest),
            files=tuple(
                PublishedFile(name, (folder / "dumps" / name).stat().st_size, digest)
                for name, digest in files.items()
            ),
        )

    @property
    def dataset(self) -> NamedNode:
        """The release as a dataset."""
        return NamedNode(dataset_address(self.version, self.audience))

    def part(self, name: str) -> NamedNode:
        """Name something that belongs to the release."""
        path, _hash, audience = self.dataset.value.partition("#")
        return NamedNode(f"{path}#{'-'.join(filter(None, (audience, name)))}")

    @property
    def title(self) -> str:
        """The name of the release, for people."""
        return f"{series_title(self.audience)}, release {self.version}"


def dataset_address(version: str, audience: Audience) -> str:
    """Name a release for an audience: partners have another dataset than everybody."""
    fragment = "" if audience is Audience.PUBLIC else f"#{audience}"
    return f"{BASE}dataset/{version}{fragment}"


def series_title(audience: Audience) -> str:
    """Name all releases for an audience, for people."""
    return TITLE if audience is Audience.PUBLIC else f"{TITLE}, {audience} edition"
