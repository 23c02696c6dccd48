"""Serves styles while they are measured: ``python -m generator.compare.timing.server``.

Arguments: the folder that holds the emitted package, the contract's package, the styles, a file of
answers, the cores to keep to ("" for any), and what it does besides: ``asks`` who calls, is
``watched``. It writes one line of JSON per event, obeys lines on standard input (``cpu``,
``items N``; watched: ``counts``, ``hold``, ``release``), and ends when that is closed, so that it
never outlives who started it.
"""

import asyncio
import contextlib
import importlib
import itertools
import os
import sys
import threading
import time
import types
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from generator.compare.timing.output import EncodedOutput
from generator.compare.timing.watched import WatchedService
from generator.runtime.auth.authenticate import UNCHECKED


class CannedService:
    """Answers every call with a value that was made before.

    Lists and streams answer with the items that they were given, or any number of them in turn.
    """

    def __init__(self, operations: Any, answers: tuple[EncodedOutput, ...]) -> None:
        self._items = 0
        self._pages: dict[str, tuple[Any, str, Any]] = {}
        entries = {entry.method: entry for entry in operations}
        made = {}
        for answer in answers:
            entry = entries[answer.method]
            value = None
            if entry.gives is not None:
                items = types.GenericAlias(list, (entry.response,))
                value = msgspec.json.decode(answer.value, type=items, strict=False)
            elif entry.response is not None:
                value = msgspec.json.decode(answer.value, type=entry.response, strict=False)
            made[answer.method] = self._method(entry, value)
        self.service = SimpleNamespace(**made)

    def resize(self, items: int) -> None:
        """From now on a list, or a stream, has this many items; 0: its own."""
        self._items = items

    def _method(self, entry: Any, value: Any) -> Any:
        if entry.streaming:
            return self._stream(entry, value)
        if not entry.items:

            async def answer(**_: Any) -> Any:
                return value

            return answer
        items = getattr(value, entry.items)
        pages: dict[int, Any] = {0: entry.response(**{entry.items: items})}

        async def page(**_: Any) -> Any:
            count = self._items
            if count not in pages:
                several = itertools.islice(itertools.cycle(items), count)
                pages[count] = entry.response(**{entry.items: list(several)})
            return pages[count]

        return page

    def _stream(self, entry: Any, value: Any) -> Any:
        """Gives as many items as it was told, or one for each that comes."""
        takes = None if entry.takes is None else entry.takes.parameter

        async def collect(**arguments: Any) -> Any:
            async for _ in arguments[str(takes)]:
                pass
            return value

        async def exchange(**arguments: Any) -> AsyncIterator[Any]:
            own = itertools.cycle(value)
            async for _ in arguments[str(takes)]:
                yield next(own)

        async def give(**_: Any) -> AsyncIterator[Any]:
            for item in itertools.islice(itertools.cycle(value), self._items or len(value)):
                yield item

        if entry.gives is None:
            return collect
        return give if takes is None else exchange


def _callers(support: Any, operations: Any) -> Any:
    """Knows everybody who shows something, with all scopes."""
    needs = [need for entry in operations for choice in entry.auth for need in choice]
    scopes = frozenset(scope for need in needs for scope in need.scopes)
    caller = support.Principal("caller", scopes=scopes)

    async def authenticate(_: Any) -> Any:
        return caller

    return authenticate


def main(folder: str, package: str, styles: str, answers: str, cores: str, does: str) -> None:
    """Serve until standard input is closed."""
    if cores:
        os.sched_setaffinity(0, map(int, cores.split(",")))  # before there are more threads
    sys.path.insert(0, folder)
    root = package.partition(".")[0]
    serve = importlib.import_module(f"{root}._support.serve")
    serving = importlib.import_module(f"{package}.serving")
    operations = importlib.import_module(f"{package}.operations").OPERATIONS
    given = msgspec.json.decode(Path(answers).read_bytes(), type=tuple[EncodedOutput, ...])
    service = CannedService(operations, given)
    watched = WatchedService(service.service) if "watched" in does.split() else None
    authenticate: Any = UNCHECKED
    if "asks" in does.split():
        authenticate = _callers(importlib.import_module(f"{root}._support"), operations)

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            addresses = dict.fromkeys(styles.split(","), "127.0.0.1:0")
            async with serve.serving(
                serving.__name__,
                serving.HOSTS,
                service.service if watched is None else watched.service,
                addresses,
                serve.Settings() if watched is None else serve.Settings(health=True),
                authenticate=authenticate,
            ) as targets:
                _say(targets=targets)
                threading.Thread(
                    target=_obey, args=(service, watched, loop, stop), daemon=True
                ).start()
                await stop.wait()
        except serve.ServeError as error:
            _say(error=str(error))

    with asyncio.Runner(loop_factory=serve.loop_factory()) as runner:
        runner.run(run())


def _obey(
    service: CannedService,
    watched: WatchedService | None,
    loop: asyncio.AbstractEventLoop,
    stop: asyncio.Event,
) -> None:
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "cpu":
            _say(cpu=time.process_time())
        elif word == "items":
            service.resize(int(argument))
            _say(items=int(argument))
        elif watched is not None and word == "counts":
            _say(counts=watched.counts)
        elif watched is not None:
            loop.call_soon_threadsafe(watched.hold if word == "hold" else watched.release)
            _say(done=word)
    loop.call_soon_threadsafe(stop.set)


def _say(**event: object) -> None:
    sys.stdout.write(msgspec.json.encode(event).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
