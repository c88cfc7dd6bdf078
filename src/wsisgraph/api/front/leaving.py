"""Closing a connection so that its last answer arrives.

A server that closes while the client still sends makes the kernel answer with a reset, and the
reset takes away what the client had not read yet: the very sentence that said why.
"""

import asyncio
from collections.abc import Callable
from typing import Any


class LeavingTransport(asyncio.Transport):
    """A transport whose `close` only ends the writing while the client may still be sending.

    Attributes:
        is_leaving: True since it was to be closed.
    """

    def __init__(self, transport: asyncio.Transport, is_sending: Callable[[], bool]) -> None:
        """Wrap a transport.

        Args:
            transport: the real one.
            is_sending: asked when it is to be closed: whether more of a request may come.
        """
        super().__init__()
        self._transport = transport
        self._is_sending = is_sending
        self._held: list[bytes | bytearray | memoryview[int]] | None = None
        self.is_leaving = False

    def close(self) -> None:
        """Close at once, or once the client has closed too; whoever sweeps sets it an end."""
        if self.is_leaving:
            return
        self.release()
        self.is_leaving = True
        if self._is_sending() and self._transport.can_write_eof():
            self._transport.write_eof()
            self._transport.resume_reading()
        else:
            self._transport.close()

    def is_closing(self) -> bool:
        """Tell whether nothing more can be written."""
        return self.is_leaving or self._transport.is_closing()

    def abort(self) -> None:
        """Close at once; what was not sent yet is lost."""
        self.is_leaving = True
        self._transport.abort()

    def write(self, data: "bytes | bytearray | memoryview[int]") -> None:
        """Write, unless it is being closed."""
        if self._held is not None:
            self._held.append(data)
        elif not self.is_closing():
            self._transport.write(data)

    def hold(self) -> None:
        """Hold back what is written until `release`: one packet costs less than two."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Write what was held back."""
        held, self._held = self._held, None
        if held and not self.is_closing():
            self._transport.write(b"".join(held))

    def pause_reading(self) -> None:
        """Read no further for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the real transport knows."""
        return self._transport.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait to be sent."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._held or ()))
