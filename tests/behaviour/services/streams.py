"""Streams, twice: as an ``async def`` and as a ``def`` service; both tell what became of them."""

import asyncio
import importlib
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from datetime import timedelta
from typing import Any

NAMES = ["Ada", "one\u2028two", "a\nb", "", "ü", "\x7f{}"]


class Ends:
    """What has ended: the name of each method whose stream is over, however that came."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.seen: list[int] = []
        self.running = 0


class Sensors(Ends):
    """On the event loop."""

    def __init__(self, package: Any) -> None:
        super().__init__()
        self._types = importlib.import_module(f"{package.__name__}.types")
        self._errors = importlib.import_module(f"{package.__name__}.errors")

    async def count(
        self,
        *,
        upto: int,
        text: str = "",
        pause: timedelta = timedelta(),
        fail_after: int | None = None,
    ) -> AsyncIterator[Any]:
        self.running += 1
        try:
            for number in range(upto):
                if fail_after == number:
                    raise self._errors.SensorLost(after=number)
                if pause:
                    await asyncio.sleep(pause.total_seconds())
                self.seen.append(number)
                yield self._types.Reading(number=number, text=text)
        finally:
            self.running -= 1
            self.ended.append("count")

    async def add(self, *, readings: AsyncIterable[Any]) -> Any:
        count = total = 0
        try:
            async for reading in readings:
                count += 1
                total += reading.number
                self.seen.append(reading.number)
                if reading.number == 999:
                    raise self._errors.TooMuch(most=998)
        finally:
            self.ended.append("add")
        return self._types.Sum(count=count, total=total)

    async def echo(self, *, readings: AsyncIterable[Any]) -> AsyncIterator[Any]:
        self.running += 1
        try:
            async for reading in readings:
                if reading.number == 999:
                    raise self._errors.TooMuch(most=998)
                yield reading
        finally:
            self.running -= 1
            self.ended.append("echo")

    async def names(self) -> AsyncIterator[str]:
        for name in NAMES:
            yield name

    async def total(self, *, items: AsyncIterable[int]) -> None:
        async for item in items:
            self.seen.append(item)


class SensorsSync(Ends):
    """In threads."""

    def __init__(self, package: Any) -> None:
        super().__init__()
        self._types = importlib.import_module(f"{package.__name__}.types")
        self._errors = importlib.import_module(f"{package.__name__}.errors")

    def count(
        self,
        *,
        upto: int,
        text: str = "",
        pause: timedelta = timedelta(),
        fail_after: int | None = None,
    ) -> Iterator[Any]:
        self.running += 1
        try:
            for number in range(upto):
                if fail_after == number:
                    raise self._errors.SensorLost(after=number)
                if pause:
                    time.sleep(pause.total_seconds())
                self.seen.append(number)
                yield self._types.Reading(number=number, text=text)
        finally:
            self.running -= 1
            self.ended.append("count")

    def add(self, *, readings: Iterable[Any]) -> Any:
        count = total = 0
        try:
            for reading in readings:
                count += 1
                total += reading.number
                self.seen.append(reading.number)
                if reading.number == 999:
                    raise self._errors.TooMuch(most=998)
        finally:
            self.ended.append("add")
        return self._types.Sum(count=count, total=total)

    def echo(self, *, readings: Iterable[Any]) -> Iterator[Any]:
        self.running += 1
        try:
            for reading in readings:
                if reading.number == 999:
                    raise self._errors.TooMuch(most=998)
                yield reading
        finally:
            self.running -= 1
            self.ended.append("echo")

    def names(self) -> Iterator[str]:
        yield from NAMES

    def total(self, *, items: Iterable[int]) -> None:
        self.seen.extend(items)
