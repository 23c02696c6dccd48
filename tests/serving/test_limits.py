"""Slow and greedy clients, as raw sockets: each is cut off in time, the others are served."""

import select
import socket
import time
from collections.abc import Iterator

import pytest

from tests.serving.process import JSON, Served, document, get, rest_of, served, status
from tests.waiting import PATIENCE, until_by_thread

SHORT = (
    *("--header-timeout", "1", "--body-timeout", "1", "--write-timeout", "3"),
    *("--idle-timeout", "1"),
)


@pytest.fixture(scope="module", params=["httptools", "h11"])
def shop(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served(*SHORT, "--max-connections", "500", parser=request.param) as running:
        yield running


def open_of(connections: list[socket.socket]) -> int:
    """How many are still open; what was received is thrown away."""
    left = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            while connection.recv(65536):
                pass
        except BlockingIOError:
            left += 1
        except ConnectionResetError:
            pass
    return left


def until_closed(connections: list[socket.socket]) -> None:
    """Wait until all are closed."""
    until_by_thread(lambda: not open_of(connections))


def dripping(connection: socket.socket, start: bytes) -> bytes:
    """What comes back for a start, and a byte after another for as long as it takes."""
    connection.sendall(start)
    for _ in range(int(20 * PATIENCE)):
        if select.select([connection], [], [], 0.05)[0]:
            break
        connection.sendall(b"y")
    return rest_of(connection)


def test_400_half_sent_requests_are_closed_and_others_are_served_meanwhile(shop: Served) -> None:
    connections = [shop.connect() for _ in range(400)]
    for number, connection in enumerate(connections):
        # Nothing at all, a line, some headers; the same behind a request that was answered.
        head = b"GET /products/0 HTTP/1.1\r\nhost: x\r\n"
        connection.sendall((b"", head[:9], head, head + b"\r\n" + head)[number % 4])
    assert status(shop.ask(get())) == 200
    until_closed(connections)


def test_a_head_that_comes_in_drops_is_answered_with_408(shop: Served) -> None:
    with shop.connect() as connection:
        answer = dripping(connection, b"GET /products/0 HTTP/1.1\r\nx: ")
    assert status(answer) == 408
    assert document(answer)["code"] == "deadline_exceeded"


@pytest.mark.parametrize("path", [b"/products", b"/jsonrpc"])
@pytest.mark.parametrize(
    "framing", [b"content-length: 1000\r\n", b"transfer-encoding: chunked\r\n"]
)
def test_a_body_that_stands_still_is_answered_with_408(
    shop: Served, path: bytes, framing: bytes
) -> None:
    head = b"POST %s HTTP/1.1\r\nhost: x\r\n%s%s\r\n" % (path, JSON, framing)
    begun = time.monotonic()
    answer = shop.ask(head + b"1\r\n{\r\n")
    assert status(answer) == 408
    assert b"connection: close" in answer
    # 20 seconds, were it not told another time.
    assert 0.5 < time.monotonic() - begun < 18


def test_a_body_that_comes_in_drops_is_answered_with_408(shop: Served) -> None:
    head = b"POST /products HTTP/1.1\r\nhost: x\r\n%scontent-length: 1000\r\n\r\n" % JSON
    with shop.connect() as connection:
        answer = dripping(connection, head)
    assert status(answer) == 408


def test_a_body_that_no_app_reads_does_not_hold_its_connection(shop: Served) -> None:
    connections = [shop.connect() for _ in range(20)]
    for connection in connections:
        connection.sendall(b"GET /products/0 HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n")
    until_closed(connections)


def test_20_clients_that_do_not_read_hold_bounded_memory_and_are_cut_off(shop: Served) -> None:
    before = shop.memory()
    connections = [shop.connect() for _ in range(20)]
    listing = b"GET /products HTTP/1.1\r\nhost: x\r\n\r\n"
    for connection in connections:
        connection.sendall(listing)
    shop.until_known()
    held: list[int] = []

    def cut_off() -> bool:
        held.append(shop.memory() - before)
        return shop.connections() == 0

    until_by_thread(cut_off)
    for connection in connections:
        assert len(rest_of(connection)) < 5_000_000
    assert max(held) < 20 * 7_000_000
    assert status(shop.ask(get())) == 200


def test_a_client_that_asks_on_and_on_and_does_not_read_holds_bounded_memory(shop: Served) -> None:
    before = shop.memory()
    asked = b"GET /products/0 HTTP/1.1\r\nhost: x\r\n\r\n" * 5000
    connections = [shop.connect() for _ in range(20)]
    for connection in connections:
        connection.setblocking(False)
        for _ in range(40):
            try:
                connection.send(asked)
            except OSError:
                break
    time.sleep(1.5)
    highest = shop.memory() - before
    for connection in connections:
        connection.close()
    assert highest < 60_000_000


def test_a_client_that_reads_slowly_but_reads_is_served(shop: Served) -> None:
    with shop.connect() as connection:
        connection.sendall(get("/products"))
        received = 0
        begun = time.monotonic()
        while piece := connection.recv(200_000):
            received += len(piece)
            time.sleep(0.15)
    assert received > 5_000_000
    assert time.monotonic() - begun > 3


def test_headers_of_two_megabytes_get_431(shop: Served) -> None:
    lines = b"".join(b"x-%d: %s\r\n" % (number, b"y" * 1000) for number in range(2000))
    for head in (lines, b"x: " + b"y" * 2_000_000 + b"\r\n"):
        answer = shop.ask(b"GET /products/0 HTTP/1.1\r\nhost: x\r\n" + head + b"\r\n")
        assert status(answer) == 431
        assert document(answer)["detail"] == "The headers are larger than 32768 bytes."
    assert status(shop.ask(get("/products/0", b"x: " + b"y" * 30_000))) == 200
    assert status(shop.ask(get("/products/0", b"x: " + b"y" * 33_000))) == 431


def test_a_long_url_gets_414(shop: Served) -> None:
    for length in (17_000, 2_000_000):
        answer = shop.ask(get("/products/" + "1" * length))
        # Whether the line or all of the head is too long is the same, when it has no end.
        assert status(answer) == 414 or (length > 32_768 and status(answer) == 431)
    assert status(shop.ask(get("/products?pageToken=" + "1" * 16_000))) == 200


def test_trailers_are_bounded_as_headers_are(shop: Served) -> None:
    head = b"POST /products HTTP/1.1\r\nhost: x\r\n%stransfer-encoding: chunked\r\n\r\n" % JSON
    trailers = b"".join(b"x-%d: %s\r\n" % (number, b"y" * 1000) for number in range(2000))
    answer = shop.ask(head + b"2\r\n{}\r\n0\r\n", trailers)
    assert status(answer) in (400, 431)


def test_a_large_body_is_still_taken(shop: Served) -> None:
    body = b'{"name": "%s"}' % (b"x" * 5_000_000)
    head = b"POST /products HTTP/1.1\r\nhost: x\r\n%sconnection: close\r\n" % JSON
    answer = shop.ask(head + b"content-length: %d\r\n\r\n" % len(body) + body)
    assert status(answer) == 400
    assert "errors" in document(answer)


def test_requests_that_come_together_are_answered_in_their_order(shop: Served) -> None:
    many = b"".join(
        b"GET /products/0?x=%d HTTP/1.1\r\nhost: x\r\n\r\n" % number for number in range(1000)
    )
    answer = shop.ask(many + get())
    assert answer.count(b"HTTP/1.1 400") == 1000
    assert answer.count(b"HTTP/1.1 200") == 1


def test_an_idle_connection_is_closed(shop: Served) -> None:
    with shop.connect() as connection:
        connection.sendall(b"GET /products/0 HTTP/1.1\r\nhost: x\r\n\r\n")
        begun = time.monotonic()
        rest_of(connection)
        # 75 seconds, were it not told another time.
        assert 0.5 < time.monotonic() - begun < 70


def test_one_connection_too_many_gets_503() -> None:
    with served("--max-connections", "10") as shop:
        connections = [shop.connect() for _ in range(10)]
        answer = shop.ask(get())  # connections are taken in their order
        assert status(answer) == 503
        assert document(answer)["code"] == "unavailable"
        for connection in connections:
            connection.close()
        until_by_thread(lambda: status(shop.ask(get())) == 200)


def test_grpc_closes_what_sends_nothing_and_what_is_one_too_many() -> None:
    with served(*SHORT, "--max-connections", "5") as shop:
        host, _, port = shop.targets["grpc"].rpartition(":")
        connections = [socket.create_connection((host, int(port))) for _ in range(20)]
        until_closed(connections)
