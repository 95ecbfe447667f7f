"""The terms of event streams: LDES, TREE, ActivityStreams, and of what is withdrawn.

They stand in answers and in no dump, so that they are not among its prefixes.
"""

from pyoxigraph import NamedNode

LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
ACTIVITY = "https://www.w3.org/ns/activitystreams#"
ADMS = "http://www.w3.org/ns/adms#"

STREAM_PREFIXES = {"ldes": LDES, "tree": TREE, "as": ACTIVITY, "adms": ADMS}

STATUS = NamedNode(f"{ADMS}status")
WITHDRAWN = NamedNode("http://purl.org/adms/status/Withdrawn")
DEPRECATED = NamedNode("http://purl.org/adms/status/Deprecated")
"""Why a thing is gone, in a vocabulary that others know: published no more, or
replaced."""


def ldes(name: str) -> NamedNode:
    """Give a term of Linked Data Event Streams."""
    return NamedNode(LDES + name)


def tree(name: str) -> NamedNode:
    """Give a term of TREE."""
    return NamedNode(TREE + name)


def activity(name: str) -> NamedNode:
    """Give a term of ActivityStreams."""
    return NamedNode(ACTIVITY + name)
