"""What the front has made beside itself, by programs with an engine: how they are fed and run."""

import asyncio
import contextlib
import sys
from pathlib import Path

from wsisgraph.api.reading import Reading, RevisionMoved
from wsisgraph.errors import StoreUnavailable
from wsisgraph.store.protocol import Answer


async def spool(answer: Answer, reading: Reading, into: Path) -> None:
    """Write an answer to a file, and close it.

    Raises:
        RevisionMoved: it is of another revision than what is read.
    """
    try:
        if answer.revision != reading.revision:
            raise RevisionMoved
        with into.open("wb") as file:
            async for chunk in answer:
                await asyncio.to_thread(file.write, chunk)
    finally:
        await answer.aclose()


async def run(module: str, source: Path, into: Path, *, what: str, seconds: float) -> None:
    """Run a program of ours, which ends with us.

    Args:
        module: the program.
        source: what it reads.
        into: where it writes.
        what: what is made, as a message begins with it.
        seconds: until it is ended.

    Raises:
        StoreUnavailable: it failed, or took too long.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, str(source), str(into)),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, told = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError as error:
        raise StoreUnavailable(f"{what} could not be made in time") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        last = told.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise StoreUnavailable(f"{what} could not be made ({last})")
