"""A proxy that answers in place of the server, over HTTP/2."""

import asyncio

import pytest

from tests.behaviour.hosting import Host, Way
from tests.behaviour.test_bare_answers import STATUSES, failure

# In HTTP/2: the frame that begins a connection, and one that ends a stream with its headers.
_SETTINGS = bytes.fromhex("000000 04 00 00000000".replace(" ", ""))


@pytest.mark.parametrize("way", [Way("grpc", "sync"), Way("grpc", "async")], ids=str)
def test_a_proxys_status_means_the_same_over_grpc(way: Way, host: Host) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(24)  # the client's preface
        writer.write(_SETTINGS)
        try:
            while True:
                head = await reader.readexactly(9)
                await reader.readexactly(int.from_bytes(head[:3], "big"))
                if head[3] == 4 and not head[4]:  # settings: acknowledge them
                    writer.write(bytes.fromhex("000000040100000000"))
                if head[3] == 1:  # headers: ":status: N", as a literal without an index
                    block = b"\x08\x03" + str(status).encode()
                    frame = len(block).to_bytes(3, "big") + b"\x01\x05" + head[5:9]
                    writer.write(frame + block)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        nonlocal status
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        target = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with server:
            for status, code in STATUSES.items():
                error = await failure(way, target)
                assert (status, error.code) == (status, code)
                assert error.message == f"The server answered with HTTP status {status}."

    status = 0
    host.run(run())
