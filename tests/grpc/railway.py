"""The service of the railway lines: streams of all kinds, and what goes wrong in the midst."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any


class Railway:
    """An implementation for a package ``rail``; it notes what becomes of its calls."""

    def __init__(self, rail: Any) -> None:
        self._rail = rail
        self.forget()

    def forget(self) -> None:
        """Begin again."""
        self.seen: list[Any] = []
        self.made = 0
        self.ended = asyncio.Event()
        self.running = 0
        self.wait: float = 0
        self.go_on = asyncio.Event()

    def _reading(self, line: str, number: int) -> Any:
        return self._rail.Reading(sensor=line, value=number, unit=None)

    def _closed(self, line: str, since: int) -> Exception:
        text = f"{line} is closed."
        error: Exception = self._rail.LineClosed(text, line_id=line, since=since)
        return error

    async def watch(self, *, sensor: str, most: int) -> AsyncIterator[Any]:
        """So many readings; for ever with 0. A line called "closed" closes after three."""
        self.running += 1
        try:
            number = 0
            while not most or number < most:
                if sensor == "closed" and number == 3:
                    raise self._closed(sensor, number)
                if sensor == "broken" and number == 3:
                    raise RuntimeError("a secret that nobody may read")
                if sensor == "wrong" and number == 3:
                    yield "no reading"
                if sensor == "silent" and number == 1:
                    await self.go_on.wait()
                self.made += 1
                yield self._reading(sensor, number)
                number += 1
                if self.wait:
                    await asyncio.sleep(self.wait)
        finally:
            self.running -= 1
            self.ended.set()

    def watch_bare(self) -> Iterator[Any]:
        """A ``def``: its items are made in a thread."""
        yield self._rail.Alarm(code=7)
        yield self._rail.AllClear(reason="over")

    async def download(self, *, size: int, piece: int) -> AsyncIterator[bytes]:
        """So many bytes in pieces of a size."""
        data = bytes(range(256)) * (piece // 256 + 1)
        while size:
            part = data[: min(piece, size)]
            size -= len(part)
            yield part

    async def record(self, *, sensor: str, readings: AsyncIterator[Any]) -> Any:
        """Add up; "early" answers before it has seen all, "closed" refuses after two."""
        self.running += 1
        try:
            count = total = 0
            async for reading in readings:
                self.seen.append(reading)
                count, total = count + 1, total + reading.value
                if sensor == "closed" and count == 2:
                    raise self._closed(sensor, count)
                if sensor == "early" and count == 2:
                    break
                if self.wait:
                    await asyncio.sleep(self.wait)
            return self._rail.RecordResult(count=count, total=total)
        finally:
            self.running -= 1
            self.ended.set()

    def record_bare(self, *, events: Any) -> Any:
        """A ``def``: it goes through the items in a thread."""
        self.running += 1
        try:
            for event in events:
                self.seen.append(event)
            return self._reading("bare", len(self.seen))
        finally:
            self.running -= 1
            self.ended.set()

    async def sum(self, *, items: AsyncIterator[int]) -> int:
        """The sum."""
        return sum([item async for item in items])

    async def upload(self, *, sensor: str, content: AsyncIterator[bytes]) -> Any:
        """Count what comes."""
        sizes = [len(piece) async for piece in content]
        self.seen.append(sensor)
        return self._rail.UploadResult(size=sum(sizes), pieces=len(sizes))

    async def lists(self, *, sensor: str, items: AsyncIterator[list[int]]) -> Any:
        """Count lists."""
        self.seen = [sensor, *[item async for item in items]]
        return self._rail.ListsResult(count=len(self.seen) - 1)

    async def talk(self, *, sensor: str, events: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """A reading at once, and one for each event."""
        self.running += 1
        try:
            yield self._reading(sensor, 0)
            count = 0
            async for event in events:
                count += 1
                if isinstance(event, self._rail.Alarm) and event.code == 13:
                    raise self._closed(sensor, event.code)
                yield self._reading(sensor, count)
        finally:
            self.running -= 1
            self.ended.set()

    async def talk_bare(self, *, events: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What comes, goes back."""
        async for event in events:
            yield event

    async def echo(self, *, items: AsyncIterator[str]) -> AsyncIterator[str]:
        """What comes, goes back, as soon as it comes."""
        async for item in items:
            yield item

    async def small(self, *, content: AsyncIterator[bytes]) -> Any:
        """Count what comes."""
        return self._rail.SmallResult(size=sum([len(piece) async for piece in content]))
