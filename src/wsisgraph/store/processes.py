"""Processes of the store, as the front sees them: started, spoken to, missed when they die.

Each is a Python program of its own in a session of its own (a Ctrl-C in the terminal reaches only
the front, which ends the others in order). The front and the process hold two ends of a control
socket, over which whole JSON messages go; when either side dies, the other learns it there.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from wsisgraph.errors import StoreUnavailable
from wsisgraph.store.changes import revived
from wsisgraph.store.protocol import Revision

_LARGEST_MESSAGE = 1 << 16
_FAREWELL = 5.0

# The processes behind the front need no secret of the service.
_SECRETS = ("WSISGRAPH_ADMIN_TOKEN", "WSISGRAPH_STORE_PASSWORD")

OnMessage = Callable[[dict[str, Any], list[int]], None]


class Child:
    """A process that runs one of our modules, and the control socket to it."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        on_message: OnMessage,
        on_lost: Callable[[], None],
    ) -> None:
        """Start `python -m module`; must be called inside the event loop.

        Args:
            module: the module to run; it is given `--control FD`.
            arguments: its other arguments.
            on_message: called with each message and the descriptors that came with it.
            on_lost: called once, when the process is gone.
        """
        self._on_message = on_message
        self._on_lost = on_lost
        self._loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, "--control", str(theirs.fileno()), *arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=_environment(),
            )
        ours.setblocking(False)
        self._control = ours
        self._open = True
        self._loop.add_reader(ours.fileno(), self._receive)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, content: Mapping[str, Any]) -> None:
        """Send a message; one that cannot be delivered is found out by `on_lost`."""
        if self._open:
            with contextlib.suppress(OSError):
                self._control.send(json.dumps(content).encode())

    async def close(self) -> None:
        """End the process: let it go in peace, then by force. `on_lost` is not called."""
        self._hang_up()
        try:
            await asyncio.to_thread(self._process.wait, _FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)

    def _receive(self) -> None:
        try:
            message, fds, _, _ = socket.recv_fds(self._control, _LARGEST_MESSAGE, 4)
        except BlockingIOError:
            return
        except OSError:
            message, fds = b"", []
        if message:
            self._on_message(json.loads(message), fds)
        else:
            self._hang_up()
            self._process.kill()
            self._process.wait()
            self._on_lost()

    def _hang_up(self) -> None:
        if self._open:
            self._open = False
            self._loop.remove_reader(self._control.fileno())
            self._control.close()


class Parent:
    """A process that forks workers, and buries them: told what to do, one message at a time.

    Attributes:
        state: what it last told of itself.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], *, on_lost: Callable[[], None]
    ) -> None:
        """Start it; `state` is known after `ready`."""
        self.state: dict[str, Any] = {}
        self._lost = False
        self._on_lost = on_lost
        self._turn = asyncio.Lock()
        self._reply: asyncio.Future[tuple[dict[str, Any], list[int]]] = (
            asyncio.get_running_loop().create_future()
        )
        self._child = Child(
            module, arguments, on_message=self._on_message, on_lost=self._on_child_lost
        )

    @property
    def pid(self) -> int:
        """The process id of the parent."""
        return self._child.pid

    async def ready(self) -> None:
        """Wait until it can fork.

        Raises:
            StoreError: it cannot be; says why.
        """
        self.state, _ = await self._answered(self._reply)

    async def hire(self) -> tuple[dict[str, Any], socket.socket]:
        """Return what the parent tells of a new worker (`pid`, and its state), and the socket.

        Raises:
            StoreUnavailable: the parent died.
        """
        hired = asyncio.ensure_future(self.ask({"do": "fork"}))
        try:
            reply, fds = await asyncio.shield(hired)
        except asyncio.CancelledError:
            # A fork cannot be taken back half-way, and nobody else knows of it.
            hired.add_done_callback(self._send_away)
            raise
        return reply, socket.socket(fileno=fds[0])

    def _send_away(self, hired: "asyncio.Future[tuple[dict[str, Any], list[int]]]") -> None:
        """End a worker that nobody waits for any more."""
        if hired.cancelled() or hired.exception() is not None:
            return
        reply, fds = hired.result()
        for fd in fds:
            os.close(fd)
        # A thread, which has no process id, ends with its socket.
        if "pid" in reply:
            buried = asyncio.ensure_future(self.reap(reply["pid"]))
            buried.add_done_callback(_read_its_end)

    async def reap(self, pid: int) -> int | None:
        """Bury a worker, killing it if need be; return its exit code, negative for a signal.

        Raises:
            StoreUnavailable: the parent died, and the worker with it.
        """
        reply, _ = await self.ask({"do": "reap", "pid": pid})
        status: int | None = reply["status"]
        return status

    async def close(self) -> None:
        """End the parent and with it every worker."""
        self._give_up()
        await self._child.close()

    async def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        """Send a message, and return the reply with the descriptors that came with it.

        Raises:
            StoreError: what the parent says; StoreUnavailable when it died.
        """
        # A caller may be cancelled while the parent works on its message; the reply is awaited
        # all the same, or the next caller would take it for its own.
        exchange = asyncio.ensure_future(self._exchange(request))
        exchange.add_done_callback(_read_its_end)
        return await asyncio.shield(exchange)

    async def _exchange(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        async with self._turn:
            if self._lost:
                raise _gone()
            self._reply = asyncio.get_running_loop().create_future()
            self._child.send(request)
            return await self._answered(self._reply)

    async def _answered(
        self, reply: "asyncio.Future[tuple[dict[str, Any], list[int]]]"
    ) -> tuple[dict[str, Any], list[int]]:
        content, fds = await reply
        if "error" in content:
            raise revived(content)
        return content, fds

    def _on_message(self, content: dict[str, Any], fds: list[int]) -> None:
        if not self._reply.done():
            self._reply.set_result((content, fds))
        else:
            for fd in fds:
                os.close(fd)

    def _on_child_lost(self) -> None:
        self._give_up()
        self._on_lost()

    def _give_up(self) -> None:
        self._lost = True
        if not self._reply.done():
            self._reply.set_exception(_gone())
            # Nobody may be waiting for it any more; then it is no one's error.
            self._reply.exception()


class Readers(Parent):
    """The reader parent (`reader_process`): forks workers of the revision it holds."""

    def __init__(
        self,
        data: Path,
        *,
        memory: int,
        strict: bool,
        sandbox: bool,
        judge: str | None = None,
        waits: bool = False,
        on_lost: Callable[[], None],
    ) -> None:
        """Start it; `state` is known after `ready`. With `waits`, it looks at no data till then."""
        self._waits = waits
        arguments = ["--data", str(data), "--memory", str(memory)]
        arguments += ["--strict"] if strict else []
        arguments += [] if sandbox else ["--no-sandbox"]
        arguments += ["--judge", judge] if judge else []
        arguments += ["--wait"] if waits else []
        super().__init__("wsisgraph.store.reader_process", arguments, on_lost=on_lost)

    async def ready(self) -> None:
        """Wait until it holds the data; see `Parent.ready`."""
        if self._waits:
            self._child.send({"do": "begin"})
        await super().ready()

    @property
    def revision(self) -> Revision:
        """The revision that workers forked now will see."""
        return _revision(self.state)

    @property
    def on_disk(self) -> bool:
        """Whether they read the data on the disk instead of in memory."""
        return bool(self.state["on_disk"])

    async def fork(self) -> tuple[int, socket.socket, Revision]:
        """Return a new worker: its process id, the socket to it, and the revision it sees.

        Raises:
            StoreUnavailable: the parent died.
        """
        told, connection = await self.hire()
        return told["pid"], connection, _revision(told)

    async def advance(self, sequence: int) -> None:
        """Follow the journal up to `sequence`.

        Raises:
            StoreError: the journal cannot be read, or the parent died.
        """
        self.state, _ = await self.ask({"do": "advance", "sequence": sequence})


def _read_its_end(exchange: "asyncio.Future[Any]") -> None:
    """Take note of how an exchange ended that nobody may be waiting for any more."""
    if not exchange.cancelled():
        exchange.exception()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    # The engine's backtrace, when memory runs out, would need memory.
    return {**kept, "RUST_BACKTRACE": "0"}


def _revision(state: Mapping[str, Any]) -> Revision:
    return Revision(state["sequence"], state["revision"])


def _gone() -> StoreUnavailable:
    return StoreUnavailable(
        "The process that reads the data died and is being started again",
        mend="ask again in a moment",
    )
