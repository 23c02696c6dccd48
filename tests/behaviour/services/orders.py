"""Serves ``test.orders.v1``, and counts what it does."""

import asyncio
from collections import Counter
from typing import Any

from generated._support import Code, ServiceError, current_call
from tests.waiting import Gate


class Shop:
    """Its methods are ``async def``; ``package`` is the generated code of the contract."""

    def __init__(self, package: Any) -> None:
        self._package = package
        self.orders: dict[str, Any] = {}
        self.calls: Counter[str] = Counter()
        self.keys: list[str | None] = []
        self.cancelled: list[str | None] = []
        # What the first order of each key waits before.
        self.gate = Gate()

    def _placed(self, item: str, count: int) -> Any:
        match item:
            case "sold out":
                raise self._package.SoldOut(item=item, left=3)
            case "busy":
                raise self._package.Busy
            case "broken":
                raise OSError("the disk is full")
            case "unavailable":
                raise ServiceError("Not now.", code=Code.UNAVAILABLE)
            case _:
                order = self._package.Order(
                    id=str(len(self.orders) + 1), item=item, count=count, state="placed"
                )
                self.orders[order.id] = order
                return order

    async def place_order(self, *, item: str, count: int = 1) -> Any:
        self.calls["place_order"] += 1
        key = current_call().idempotency_key
        self.keys.append(key)
        try:
            if self.keys.count(key) == 1:
                await self.gate.passed()
        except asyncio.CancelledError:
            self.cancelled.append(key)
            raise
        return self._placed(item, count)

    async def get_order(self, *, order_id: str) -> Any:
        return self.orders[order_id]

    async def ship_order(self, *, order_id: str) -> Any:
        self.calls["ship_order"] += 1
        shipped = self.orders[order_id]
        self.orders[order_id] = self._package.Order(
            id=order_id, item=shipped.item, count=shipped.count, state="shipped"
        )
        return self.orders[order_id]

    async def notify(self, *, text: str) -> None:
        self.calls[f"notify {text}"] += 1

    async def wait(self, *, seconds: float) -> Any:
        self.calls["wait"] += 1
        await asyncio.sleep(seconds)
        return self._package.WaitResult(text="waited")

    async def look(self, *, text: str) -> Any:
        self.calls["look"] += 1
        return self._package.LookResult(text=f"{text} {self.calls['look']}")

    async def pay(self, *, text: str) -> Any:
        self.calls["pay"] += 1
        return self._package.PayResult(text=f"{text} by {current_call().principal.subject}")

    async def tell(self, *, text: str) -> Any:
        self.calls["tell"] += 1
        await self.gate.passed()
        return self._package.TellResult(text=text)


class ShopInThreads(Shop):
    """The same with ``def`` for what takes time."""

    def place_order(self, *, item: str, count: int = 1) -> Any:  # type: ignore[override]
        self.calls["place_order"] += 1
        key = current_call().idempotency_key
        self.keys.append(key)
        if self.keys.count(key) == 1:
            self.gate.passed_by_thread()
        return self._placed(item, count)
