"""Client certificates in every style: of the connection, or told by a proxy."""

import asyncio
import base64
import importlib
import ssl
from pathlib import Path
from typing import Any

import pytest

from generated._support import CallOptions, Certificates, Code, ServiceError, any_of
from generated._support.auth.authenticate import Unchecked
from generated._support.hosts import ServeError
from generated._support.serve import serving
from generated._support.settings import Settings
from generated._support.tls import Tls
from generator.styles import registry
from tests.behaviour.conftest import guarded
from tests.behaviour.services.guarded import Mirror
from tests.serving import certificates

__all__ = ["guarded"]

STYLES = registry.names()
ADDRESSES = dict.fromkeys(STYLES, "127.0.0.1:0")
SUBJECT = "CN=till 1,O=Shop\\, Ltd,C=DE"


async def anybody_else(_: Any) -> None:
    """Nobody with other credentials."""


def known() -> Any:
    return any_of(Certificates({SUBJECT: "till"}), anybody_else)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificates:
    return certificates.make(tmp_path_factory.mktemp("certificates"))


def called(
    package: str, settings: Settings, connect: Any, options: CallOptions | None = None
) -> dict[str, Any]:
    """Who a caller with a certificate is, by style; or the code that it gets."""

    async def run() -> dict[str, Any]:
        service = Mirror(importlib.import_module(package))
        hosts = importlib.import_module(f"{package}.serving").HOSTS
        found: dict[str, Any] = {}
        async with serving(
            f"{package}.serving", hosts, service, ADDRESSES, settings, authenticate=known()
        ) as targets:
            for style in STYLES:
                make = importlib.import_module(f"{package}.{style}.client").AsyncClient
                async with make(targets[style], **connect(style)) as client:
                    try:
                        found[style] = (await client.by_partner(options=options)).subject
                    except ServiceError as error:
                        found[style] = error.code
        return found

    return asyncio.run(run())


def test_the_certificate_of_the_connection_tells_who_calls(
    guarded: str, files: certificates.Certificates
) -> None:
    import grpc

    certificate, key = files.pair("server")
    tls = Tls(cert=certificate, key=key, client_ca=files.ca)

    def connect(style: str) -> dict[str, Any]:
        mine = files.pair("client")
        if registry.style(style).hosting.kind == "server":
            chain, private = (path.read_bytes() for path in mine)
            channel = grpc.ssl_channel_credentials(files.ca.read_bytes(), private, chain)
            return {"channel_credentials": channel}
        context = ssl.create_default_context(cafile=files.ca)
        context.load_cert_chain(*mine)
        return {"ssl_context": context}

    assert called(guarded, Settings(tls=tls), connect) == dict.fromkeys(STYLES, "till")


def test_a_proxy_that_is_trusted_tells_who_calls(
    guarded: str, files: certificates.Certificates
) -> None:
    pem = Path(files.pair("client")[0]).read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN") :])
    options = CallOptions(headers={"client-cert": f":{base64.b64encode(der).decode()}:"})
    settings = Settings(trust_client_cert=True)
    found = called(guarded, settings, lambda _: {}, options)
    assert found == dict.fromkeys(STYLES, "till")
    found = called(guarded, settings, lambda _: {})
    assert found == dict.fromkeys(STYLES, Code.UNAUTHENTICATED)


def test_who_serves_what_nobody_could_call_is_told_so(guarded: str) -> None:
    with pytest.raises(ServeError, match="ByPartner, which needs a client certificate"):
        called(guarded, Settings(), lambda _: {})


def test_what_checks_nothing_is_the_same_in_every_copy() -> None:
    from generator.runtime.auth import authenticate

    assert authenticate.Unchecked is Unchecked
