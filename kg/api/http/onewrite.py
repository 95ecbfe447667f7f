"""The head of an answer written together with the first of its body.

uvicorn writes them one after the other, each at once: that is two calls of the system,
two packets, and a client that is woken twice.
"""

import asyncio


class OneWrite(asyncio.Transport):
    """A transport for one answer, but for one to HEAD: after a head comes a body."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._head: bytes | None = None
        self._begun = False

    def write(self, data: bytes) -> None:  # type: ignore[override]  # uvicorn's are
        """Hold the head; write all else at once."""
        if self._head is not None:
            parts, self._head = [self._head, data], None
            self._transport.writelines(parts)
        elif self._begun or data.startswith(b"HTTP/1.1 100 "):
            self._transport.write(data)
        else:
            self._begun, self._head = True, data

    def close(self) -> None:
        """Write what is held, and close."""
        if self._head is not None:
            self.write(b"")
        self._transport.close()

    def is_closing(self) -> bool:
        """Say whether it is closed, or about to be."""
        return self._transport.is_closing()
