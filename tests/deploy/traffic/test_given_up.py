"""A call over TLS that is given up ends its connection at once, for those who see TCP only."""

import asyncio
import contextlib
import socket
import ssl
import threading
from pathlib import Path

from generated.products.rest.client import AsyncClient
from generator.deploy.certificate import self_signed
from tests.waiting import PATIENCE, until


def test_a_cancelled_call_ends_its_connection_though_the_other_side_says_nothing(
    tmp_path: Path,
) -> None:
    files = (tmp_path / "certificate.pem", tmp_path / "key.pem")
    for file, content in zip(files, self_signed(()).make(), strict=True):
        file.write_bytes(content)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    asked, ended = threading.Event(), threading.Event()

    def serve(listener: socket.socket) -> None:
        """Read a request; then look at what TCP brings, and answer none of it."""
        connection, _ = listener.accept()
        with context.wrap_socket(connection, server_side=True) as encrypted:
            encrypted.recv(65536)
            asked.set()
            with socket.socket(fileno=encrypted.detach()) as bare:
                bare.settimeout(PATIENCE / 4)  # less than asyncio gives to the other side
                with contextlib.suppress(ConnectionResetError):  # an end, too
                    while bare.recv(65536):
                        pass
        ended.set()

    async def give_up(address: str) -> None:
        trust = ssl.create_default_context(cafile=str(files[0]))
        async with AsyncClient(f"https://{address}", ssl_context=trust) as client:
            call = asyncio.create_task(client.get_product(product_id="1"))
            await until(asked.is_set)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
            await asyncio.to_thread(thread.join)  # the client is still open

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        asyncio.run(give_up(f"127.0.0.1:{listener.getsockname()[1]}"))
    assert ended.is_set()
