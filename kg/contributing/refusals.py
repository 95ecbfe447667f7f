"""Refusals: why an inbox does not take a graph, or not now."""

from kg.errors import KgError


class InboxFullError(KgError):
    """What a partner may keep in the inbox is used up."""


class TooManyWaitingError(KgError):
    """As many graphs of a partner wait as may."""


class DecidedError(KgError):
    """A curator has decided already, or something else is waiting by now."""
