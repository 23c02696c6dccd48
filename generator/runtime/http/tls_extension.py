"""Turns an encrypted connection into what ASGI's TLS extension says of it.

https://asgi.readthedocs.io/en/latest/specs/tls.html
"""

import ssl
from typing import Any

_VERSIONS = {"TLSv1.2": 0x0303, "TLSv1.3": 0x0304}
# The names of RFC 4514, section 3; other types of attributes are told by OpenSSL's names.
_TYPES = {
    "commonName": "CN",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "countryName": "C",
    "streetAddress": "STREET",
    "domainComponent": "DC",
    "userId": "UID",
}
_SPECIAL = frozenset('",;<>+\\')


def tls_extension(transport: Any) -> dict[str, Any] | None:
    """``scope["extensions"]["tls"]`` of all requests of a connection; None: it is not encrypted.

    The chain of a client's certificate begins with that; before Python 3.13 it has no more.
    """
    connection = transport.get_extra_info("ssl_object")
    if connection is None:
        return None
    cipher = connection.cipher()
    ciphers = connection.context.get_ciphers()
    known = {one["name"]: one["id"] & 0xFFFF for one in ciphers}
    return {
        "server_cert": None,  # OpenSSL does not tell Python which one it has sent
        "client_cert_chain": [*map(ssl.DER_cert_to_PEM_cert, _chain(connection))],
        "client_cert_name": _name(connection.getpeercert() or {}),
        "client_cert_error": None,  # who has a faulty one does not come this far
        "tls_version": _VERSIONS.get(connection.version() or ""),
        "cipher_suite": known.get(cipher[0]) if cipher else None,
    }


def _chain(connection: Any) -> list[bytes]:
    own = connection.getpeercert(binary_form=True)
    if own and hasattr(connection, "get_verified_chain"):
        return [bytes(one) for one in connection.get_verified_chain()]
    return [own] if own else []


def _name(certificate: dict[str, Any]) -> str | None:
    """The subject as RFC 4514 writes it: the last part first."""
    subject = certificate.get("subject", ())
    parts = [
        "+".join(f"{_TYPES.get(kind, kind)}={_escaped(value)}" for kind, value in part)
        for part in reversed(subject)
    ]
    return ",".join(parts) or None


def _escaped(value: str) -> str:
    text = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in value)
    text = text.replace("\0", "\\00")
    if text.startswith(("#", " ")):
        text = f"\\{text}"
    if text.endswith(" ") and len(text) > 1:
        text = f"{text[:-1]}\\ "
    return text
