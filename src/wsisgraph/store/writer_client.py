"""The writer's process, as the front sees it: started, told what readers see, started again."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wsisgraph.errors import StoreError, StoreUnavailable
from wsisgraph.store.changes import Outcome, revived
from wsisgraph.store.processes import Child
from wsisgraph.store.protocol import Revision

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0


class WriterProcess:
    """The process that writes a data folder, kept alive."""

    def __init__(
        self,
        data: Path,
        *,
        strict: bool,
        derive: str | None,
        memory_quads: int | None,
        on_committed: Callable[[Outcome, bool], None],
    ) -> None:
        """Describe it; `start` starts it.

        Args:
            data: the data folder.
            strict: whether the default graph is an ordinary one.
            derive: the rules, as `module:function`.
            memory_quads: the most quads that readers hold in memory; None leaves it as it is.
            on_committed: called with each new revision, and again when it has a checkpoint; and
                with whether readers are to read that where it lies.
        """
        self._arguments = ["--data", str(data)]
        if strict:
            self._arguments.append("--strict")
        if derive:
            self._arguments += ["--derive", derive]
        if memory_quads is not None:
            self._arguments += ["--memory-quads", str(memory_quads)]
        self._on_committed = on_committed
        self._child: Child | None = None
        self._ready: asyncio.Future[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._is_up = False

    async def start(self) -> None:
        """Start it and wait until it is ready.

        Raises:
            StoreError: it cannot be; says why.
        """
        self._ready = asyncio.get_running_loop().create_future()
        self._child = Child(
            "wsisgraph.store.writer_process",
            self._arguments,
            on_message=self._on_message,
            on_lost=self._on_lost,
        )
        await self._ready

    def seen(self, sequence: int) -> None:
        """Tell it which revision queries read."""
        if self._child is not None:
            self._child.send({"seen": sequence})

    async def close(self) -> None:
        """End it."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._child is not None:
            await self._child.close()

    def _on_message(self, content: dict[str, Any], _: list[int]) -> None:
        assert self._ready is not None
        if "error" in content:
            if not self._ready.done():
                self._ready.set_exception(revived(content))
            return
        self._is_up = True
        if not self._ready.done():
            self._ready.set_result(None)
        revision = Revision(content["sequence"], content["revision"])
        outcome = Outcome(revision, content["added"], content["removed"])
        self._on_committed(outcome, content["on_disk"])

    def _on_lost(self) -> None:
        assert self._ready is not None
        self._child = None
        if not self._ready.done():
            self._ready.set_exception(StoreUnavailable("The writer died while it was starting"))
        elif self._is_up:
            self._is_up = False
            self._keeper = asyncio.get_running_loop().create_task(self._restart())

    async def _restart(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self.start()
                return
            except StoreError:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
