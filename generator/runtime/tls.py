"""Encryption of a server: the files of its certificate, and whose clients it takes."""

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path

StrPath = str | os.PathLike[str]


class TlsError(ValueError):
    """Files that no server can be encrypted with; the message names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What a server needs to speak TLS.

    cert, key: files in PEM: the certificate, with those between it and its authority, and its
        private key.
    client_ca: a file in PEM with the authorities of clients: each client must have a certificate
        of one of them. None: clients need none.
    key_password: what the private key is encrypted with; HTTP only.
    """

    cert: StrPath
    key: StrPath
    client_ca: StrPath | None = None
    key_password: str | None = field(default=None, repr=False)

    def context(self) -> ssl.SSLContext:
        """For servers of HTTP/1.1; raises TlsError."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        password = self.key_password or ""  # never asks at a terminal
        files = f"{self.cert} and {self.key}"
        try:
            context.load_cert_chain(self.cert, self.key, lambda: password)
            if self.client_ca is not None:
                files = str(self.client_ca)
                context.load_verify_locations(self.client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
        except OSError as error:
            raise TlsError(f"cannot use {files} for TLS: {_reason(error)}") from None
        return context

    def pem(self) -> tuple[bytes, bytes, bytes | None]:
        """The key, the certificate and the authorities, as gRPC takes them; raises TlsError."""
        self.context()  # gRPC says of a faulty file only that it could not bind
        if self.key_password is not None:
            raise TlsError("gRPC takes no key with a password")
        read = [Path(path).read_bytes() for path in (self.key, self.cert)]
        if self.client_ca is None:
            return read[0], read[1], None
        return read[0], read[1], Path(self.client_ca).read_bytes()


def _reason(error: OSError) -> str:
    reason = getattr(error, "reason", None)
    if reason is None and isinstance(error, ssl.SSLError):
        return "one of them is not what it should be in PEM, or has another password"
    if reason == "KEY_VALUES_MISMATCH":
        return "the key is not that of the certificate"
    return reason or error.strerror or str(error)
