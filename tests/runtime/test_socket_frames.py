"""What is received ahead of a WebSocket, and what of it is given after its end."""

import asyncio
from typing import Any

import pytest

from generator.runtime.http.asgi import DisconnectedError
from generator.runtime.http.streaming.peer import Socket
from tests.waiting import until

KIB = 1024


class Client:
    """Frames without end, or some of them; ``taken`` counts those that were received."""

    def __init__(self, *frames: str) -> None:
        self._frames = list(frames)
        self._endless = not frames
        self.taken = 0

    async def receive(self) -> dict[str, Any]:
        """One message."""
        await asyncio.sleep(0)
        self.taken += 1
        if self._endless:
            return {"type": "websocket.receive", "text": "x" * KIB}
        if self._frames:
            return {"type": "websocket.receive", "text": self._frames.pop(0)}
        return {"type": "websocket.disconnect"}


def test_a_reader_that_stops_has_no_more_received_than_fits() -> None:
    async def work() -> None:
        client = Client()
        with Socket(client.receive) as socket:
            socket.start()
            for _ in range(500):
                await asyncio.sleep(0)
            ahead = client.taken
            assert 1 <= ahead <= 64
            for _ in range(ahead):
                assert await socket.frame() == "x" * KIB
            assert client.taken > ahead or await socket.frame()

    asyncio.run(asyncio.wait_for(work(), 30))


def test_frames_come_in_their_order_and_then_the_end() -> None:
    async def work() -> None:
        client = Client("1", "2", "3")
        with Socket(client.receive) as socket:
            socket.start()
            assert [await socket.frame() for _ in range(3)] == ["1", "2", "3"]
            await socket.frame()

    with pytest.raises(DisconnectedError):
        asyncio.run(work())


def test_a_task_that_waits_ends_when_its_client_goes() -> None:
    async def work() -> None:
        with Socket(Client("1").receive) as socket:
            socket.start()
            await until(lambda: socket.gone)
            await asyncio.sleep(0)
            raise AssertionError("nobody has ended it")

    with pytest.raises(DisconnectedError):
        asyncio.run(work())
