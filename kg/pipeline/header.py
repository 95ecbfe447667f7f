"""The header of a release: what its manifests all say."""

from dataclasses import dataclass

from kg.pipeline.accounts import accounts
from kg.pipeline.content import Content
from kg.publishing.manifest import Stamp, base_field, tools


@dataclass(frozen=True, slots=True)
class Header:
    """The name and time of a release, and what it follows from.

    `workspace` is the state of a workspace that is added, "" when there is none.
    """

    version: str
    stamp: Stamp
    inputs: str
    workspace: str

    def fields(self) -> dict[str, object]:
        """Say what is true for every audience."""
        workspace = {"workspace": self.workspace} if self.workspace else {}
        return {
            **workspace,
            **base_field(),
            "version": self.version,
            "time": self.stamp.text,
            "commit": self.stamp.commit,
            "inputs": self.inputs,
            "tools": tools(),
        }

    def manifest(self, content: Content) -> dict[str, object]:
        """Say it, and give an account of each source: to those who build alone."""
        sources = {key: it.fields() for key, it in accounts(content).items()}
        return {**self.fields(), "sources": sources}
