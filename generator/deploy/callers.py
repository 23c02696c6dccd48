"""What generated clients are told, so that they call what stands in front of their servers."""

import ssl
from pathlib import Path
from typing import Any

from generator.styles.route import Transport
from generator.styles.style import AnyStyle


def transport_of(style: AnyStyle) -> Transport:
    """What has to reach the style's servers unchanged."""
    return Transport.HTTP if style.hosting.kind == "asgi" else Transport.GRPC


def target(style: AnyStyle, address: str, *, encrypted: bool) -> str:
    """What a client of the style takes for an address, such as 127.0.0.1:8443."""
    if transport_of(style) is Transport.GRPC:
        return address
    return f"{'https' if encrypted else 'http'}://{address}"


def trusting(style: AnyStyle, certificate: Path) -> dict[str, Any]:
    """The options of a client that trusts one certificate, a PEM file, and no others."""
    if transport_of(style) is Transport.GRPC:
        import grpc

        return {"channel_credentials": grpc.ssl_channel_credentials(certificate.read_bytes())}
    return {"ssl_context": trust(certificate)}


def asking_for(style: AnyStyle, host: str) -> dict[str, Any]:
    """The options of a client that asks for a host that no name service knows."""
    if transport_of(style) is Transport.GRPC:
        return {"options": [("grpc.default_authority", host)]}
    return {"headers": {"host": host}}


def trust(certificate: Path) -> ssl.SSLContext:
    """Trust one certificate, a PEM file, and no others."""
    return ssl.create_default_context(cafile=str(certificate))
