"""Decides when contracts are looked at: once typing pauses, one at a time, and not in vain."""

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.editor.job import Job
from generator.editor.worker import Ended, Failed, Worker

_QUIET = 0.15  # seconds without a change
_STALE = 3.0  # seconds after which a look at a text that has changed is given up

Ask = Callable[[Job], list[Diagnostic]]
Publish = Callable[[Path, list[Diagnostic]], None]


class Checking:
    """Looks at contracts that changed, in the background of an event loop."""

    def __init__(
        self,
        texts: Callable[[], dict[Path, str]],
        publish: Publish,
        compared: Publish,
        complain: Callable[[str], None],
    ) -> None:
        """publish: is told what was found in a contract, compared: what changed since the last
        commit; complain: is told of bugs of ours.
        """
        self._texts = texts
        self._publish = publish
        self._compared = compared
        self._complain = complain
        self.worker = Worker()
        self._dirty: dict[Path, None] = {}
        self._changed = 0.0
        self._task: asyncio.Task[None] | None = None
        self._count = 0  # of changes

    def touch(self, contracts: Iterable[Path], *, changed: bool = True) -> None:
        """These contracts are to be looked at."""
        self._dirty.update(dict.fromkeys(contracts))
        if changed:
            self._count += 1
            self._changed = time.monotonic()
        if self._dirty and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._run())

    def forget(self, contract: Path) -> None:
        """One that is no longer open."""
        self._dirty.pop(contract, None)

    def stop(self) -> None:
        """End all that goes on."""
        self._dirty.clear()
        if self._task is not None:
            self._task.cancel()
        self.worker.stop()

    async def _run(self) -> None:
        while self._dirty:
            wait = self._changed + _QUIET - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            contract = next(iter(self._dirty))
            del self._dirty[contract]
            told = ((self.worker.diagnose, self._publish), (self.worker.breaking, self._compared))
            for ask, tell in told:
                if not await self._look(contract, ask, tell):
                    break

    async def _look(self, contract: Path, ask: Ask, tell: Publish) -> bool:
        """Ask about a contract and tell the answer; False where there is none that still holds."""
        count, begun = self._count, time.monotonic()
        job = Job(contract=contract, texts=self._texts())
        looking = asyncio.ensure_future(asyncio.to_thread(ask, job))
        while not looking.done():
            await asyncio.wait([looking], timeout=_STALE)
            if self._count != count and time.monotonic() - begun > _STALE:
                self.worker.stop()
        found = None
        try:
            found = looking.result()
        except Ended:
            if self._count == count:
                self._complain(f"the check of {contract} ended without an answer")
        except Failed as bug:
            self._complain(f"internal error while checking {contract}: {bug}")
        if self._count != count:
            self._dirty.setdefault(contract)  # it is about another text
        elif found is not None:
            tell(contract, found)
            return True
        return False
