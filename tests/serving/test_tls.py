"""TLS and client certificates, over HTTP and gRPC alike."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
import pytest

from generated._support import Code, Limits, ServiceError
from generated._support.http.hosting import HttpServer
from generated._support.tls import Tls, TlsError
from generator.styles import registry
from tests.serving import certificates
from tests.serving.certificates import Certificates
from tests.serving.process import Served, served


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates.make(tmp_path_factory.mktemp("certificates"))


def options(files: Certificates, *more: str) -> list[str]:
    certificate, key = files.pair("server")
    return ["--tls-cert", str(certificate), "--tls-key", str(key), *more]


@pytest.fixture(scope="module")
def encrypted(files: Certificates) -> Iterator[Served]:
    with served(*options(files)) as shop:
        yield shop


@pytest.fixture(scope="module", params=["httptools", "h11"])
def mutual(files: Certificates, request: pytest.FixtureRequest) -> Iterator[Served]:
    with served(*options(files, "--tls-client-ca", str(files.ca)), parser=request.param) as shop:
        yield shop


def client(shop: Served, style: str, files: Certificates, name: str = "") -> Any:
    """A client that trusts the authority, with a certificate of its own if it has a name."""
    make = import_module(f"generated.products.{style}.client").Client
    if registry.style(style).hosting.kind == "server":
        pair: list[bytes | None] = [None, None]
        if name:
            pair = [path.read_bytes() for path in reversed(files.pair(name))]
        channel = grpc.ssl_channel_credentials(files.ca.read_bytes(), *pair)
        return make(shop.targets[style], channel_credentials=channel)
    context = ssl.create_default_context(cafile=files.ca)
    if name:
        context.load_cert_chain(*files.pair(name))
    return make(shop.targets[style], ssl_context=context)


@pytest.mark.parametrize("style", registry.names())
def test_every_style_is_encrypted(encrypted: Served, files: Certificates, style: str) -> None:
    assert encrypted.targets["rest"].startswith("https://")
    with client(encrypted, style, files) as shop:
        assert shop.get_product(product_id="0").name == "Shirt"


@pytest.mark.parametrize("style", registry.names())
def test_only_clients_with_a_certificate_of_the_authority_are_served(
    mutual: Served, files: Certificates, style: str
) -> None:
    with client(mutual, style, files, "client") as shop:
        assert shop.get_product(product_id="0").name == "Shirt"
    for name in ("", "stranger"):
        with (
            client(mutual, style, files, name) as shop,
            pytest.raises(ServiceError) as refused,
        ):
            shop.get_product(product_id="0")
        assert refused.value.code is Code.UNAVAILABLE


def test_what_is_no_pair_of_certificate_and_key_is_named(
    files: Certificates, tmp_path: Path
) -> None:
    certificate, key = files.pair("server")
    for wrong, reason in (
        (Tls(cert=certificate, key=files.pair("client")[1]), "is not that of the certificate"),
        (Tls(cert=tmp_path / "none.pem", key=key), "No such file"),
        (Tls(cert=key, key=key), "not what it should be in PEM"),
    ):
        with pytest.raises(TlsError, match=rf"cannot use .* and .* for TLS: .*{reason}"):
            wrong.context()
    with pytest.raises(TlsError, match=r"ext\.cnf for TLS"):
        Tls(cert=certificate, key=key, client_ca=files.folder / "ext.cnf").context()
    with pytest.raises(TlsError, match="gRPC takes no key with a password"):
        Tls(cert=certificate, key=key, key_password="secret").pem()
    assert "secret" not in repr(Tls(cert=certificate, key=key, key_password="secret"))


def told(files: Certificates, name: str, tls: Tls | None) -> Any:
    """What an app is told of a connection by its scope."""

    async def app(scope: Any, _: Any, send: Any) -> None:
        seen.append(scope.get("extensions"))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def scenario() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            server = HttpServer(app, [], listener, Limits(), tls)
            await server.start()
            context = None
            if tls is not None:
                context = ssl.create_default_context(cafile=files.ca)
                context.load_cert_chain(*files.pair(name))
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
            writer.write(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            await reader.read()
            writer.close()
            await server.stop(1)

    seen: list[Any] = []
    asyncio.run(scenario())
    return seen[0]


def test_the_scope_tells_an_app_of_the_clients_certificate(files: Certificates) -> None:
    certificate, key = files.pair("server")
    extensions = told(files, "client", Tls(cert=certificate, key=key, client_ca=files.ca))
    tls = extensions["tls"]
    own = tls["client_cert_chain"][0]
    assert ssl.PEM_cert_to_DER_cert(own) == ssl.PEM_cert_to_DER_cert(
        files.pair("client")[0].read_text()
    )
    assert tls["client_cert_name"] == r"CN=till 1,O=Shop\, Ltd,C=DE"
    assert tls["tls_version"] == 0x0304
    assert tls["cipher_suite"] in {0x1301, 0x1302, 0x1303}
    assert tls["client_cert_error"] is None


def test_the_scope_of_a_connection_in_the_clear_has_no_such_extension(files: Certificates) -> None:
    assert told(files, "", None) is None
