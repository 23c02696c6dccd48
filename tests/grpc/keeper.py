"""The service of the zoo: it keeps things, gives back what it gets, and fails as it is told."""

import asyncio
import importlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msgspec import UNSET

LOOKED_AT = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)


class Keeper:
    """An implementation for a package ``zoo``, wherever that was generated to."""

    def __init__(self, zoo: Any) -> None:
        self._zoo = zoo
        support = importlib.import_module(f"{zoo.__name__.rpartition('.')[0]}._support")
        self._current_call = support.current_call
        self._merge = support.merge
        self.forget()

    def forget(self) -> None:
        """Begin again."""
        self.things: dict[str, Any] = {}
        self.updates: list[dict[str, Any]] = []
        self.calls: list[Any] = []
        self.cancelled = asyncio.Event()
        self.paused = asyncio.Event()
        self.pause = asyncio.Event()
        self.pause.set()

    async def add_thing(self, **values: Any) -> Any:
        thing = self._zoo.Thing(id=str(len(self.things) + 1), **values)
        self.things[thing.id] = thing
        return thing

    async def get_thing(self, *, thing_id: str) -> Any:
        self.calls.append(self._current_call())
        if thing_id == "locked":
            raise self._zoo.Locked("It is locked.")
        if thing_id == "secret":
            raise RuntimeError("a secret that nobody may read")
        if thing_id == "nothing":
            return None
        if thing_id == "slow":
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                self.cancelled.set()
                raise
        if thing_id not in self.things:
            raise self._zoo.ThingNotFound(
                f"There is no {thing_id}.",
                thing_id=thing_id,
                looked_at=LOOKED_AT,
                colour=None,
                price=Decimal("1.50"),
            )
        return self.things[thing_id]

    def list_things(self, **_: Any) -> Any:
        return self._zoo.ThingPage(things=[*self.things.values()], next_page_token=None)

    async def update_thing(self, *, thing_id: str, **changes: Any) -> Any:
        changes = {name: value for name, value in changes.items() if value is not UNSET}
        self.updates.append(changes)
        self.things[thing_id] = self._merge(self.things[thing_id], **changes)
        return self.things[thing_id]

    async def delete_thing(self, *, thing_id: str) -> None:
        del self.things[thing_id]

    async def echo_numbers(self, *, value: Any) -> Any:
        return value

    async def echo_texts(self, *, value: Any) -> Any:
        return value

    async def echo_containers(self, *, value: Any) -> Any:
        return value

    async def echo_node(self, *, value: Any) -> Any:
        return value

    async def echo_shape(self, *, shape: Any) -> Any:
        return shape

    async def picture(self) -> bytes:
        self.paused.set()
        await self.pause.wait()
        return b"\x89PNG"
