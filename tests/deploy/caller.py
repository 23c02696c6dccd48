"""Somebody with a certificate of an authority, and answers as they came."""

import datetime
import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The files of a certificate, its own authority, and its bytes."""

    certificate: Path
    key: Path
    der: bytes


def caller(folder: Path) -> Caller:
    """One with a long key, so that its certificate has many lines."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "partner.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = Caller(
        certificate=folder / "partner.pem",
        key=folder / "partner.key",
        der=made.public_bytes(serialization.Encoding.DER),
    )
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; headers: by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(
    address: str,
    context: ssl.SSLContext,
    request: str,
    headers: Mapping[str, str],
    body: bytes | None,
) -> Answer:
    """One request, ``GET /path``, on a connection of its own; the path goes as it is."""
    method, _, path = request.partition(" ")
    host, _, port = address.rpartition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=40)
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        found = connection.getresponse()
        told = {name.lower(): value for name, value in found.getheaders()}
        return Answer(status=found.status, headers=told, body=found.read())
    finally:
        connection.close()
