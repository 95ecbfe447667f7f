"""Parameters of an address: one that nothing reads is a slip, and is told."""

from starlette.requests import Request

from kg.api.versions.pinning import PARAMETER
from kg.errors import UnknownFieldError


def refuse_unknown(request: Request, *known: str) -> None:
    """Do nothing where an address reads all parameters that it is given.

    Raises:
        UnknownFieldError: it would answer as if one were not there.
    """
    every = (*known, PARAMETER)
    for name in request.query_params:
        if name not in every:
            expected = f"one of {', '.join(every)}"
            raise UnknownFieldError(request.url.path, name, expected, every)
