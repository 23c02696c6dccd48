"""Bytes that are sent again: every call is answered, and another answer than before is noticed."""

import asyncio
import contextlib
import threading
from array import array
from collections.abc import Iterator
from socket import create_server, socket

import pytest

from generator.styles.shown.replay import ReplayError, Seen, Stretch, awaited, same_bytes

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"


@contextlib.contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """A server that answers one request of each connection after another, then closes it."""

    def serve(connection: socket) -> None:
        with connection:
            for answer in answers:
                if not connection.recv(1000):
                    return
                for part in (answer[:10], answer[10:]):
                    connection.sendall(part)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/below"
        listener.shutdown(2)


def replayed(target: str, in_flight: int, least: int) -> Stretch:
    async def run() -> Stretch:
        seen = Seen(request=None, sent=REQUEST, received=ANSWER)
        async with same_bytes(target, seen, in_flight) as drive:
            return await drive(0, least)

    return asyncio.run(run())


@pytest.mark.parametrize("in_flight", [1, 4])
def test_every_connection_makes_one_call_after_another(in_flight: int) -> None:
    with answering(*[ANSWER] * 50) as target:
        stretch = replayed(target, in_flight, 3 * in_flight)
    assert stretch.stop == 3 * in_flight
    assert len(stretch.latencies) == len(stretch.ends) == stretch.stop + in_flight - 1
    assert list(stretch.ends) == sorted(stretch.ends)
    assert min(stretch.latencies) > 0
    assert stretch.pace > 0


def test_another_status_than_before_is_no_answer() -> None:
    other = ANSWER.replace(b"200 OK", b"404 NO")
    with answering(ANSWER, other) as target, pytest.raises(ReplayError, match="404 NO"):
        replayed(target, 1, 5)


def test_a_longer_answer_than_before_is_noticed() -> None:
    with answering(ANSWER, ANSWER + b"!") as target, pytest.raises(ReplayError, match="another"):
        replayed(target, 1, 5)


def test_a_server_that_closes_the_connection_is_noticed() -> None:
    with answering(ANSWER, ANSWER) as target, pytest.raises((ReplayError, ConnectionError)):
        replayed(target, 1, 50)


def test_awaited_calls_are_under_way_together() -> None:
    under_way = most = 0

    async def call() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    stretch = asyncio.run(awaited(call, in_flight=5, seconds=0, least=20))
    assert most == 5
    assert stretch.stop == 20
    assert len(stretch.ends) == 24


def test_the_pace_counts_whole_turns_after_the_first() -> None:
    ends = array("d", [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0])
    stretch = Stretch(in_flight=2, latencies=ends, ends=ends, stop=7)
    assert stretch.pace == 2.0
