"""A certificate's bytes → what a service wants to know of it, with the package ``cryptography``."""

import base64
import binascii
import functools
import hashlib
import importlib
from typing import Any

from ..missing_package import missing
from .credentials import Certificate

try:
    x509: Any = importlib.import_module("cryptography.x509")
except ModuleNotFoundError as error:
    raise missing(error, "mtls") from None

_Names = x509.SubjectAlternativeName
_TOLD = (
    x509.DNSName,
    x509.UniformResourceIdentifier,
    x509.RFC822Name,
    x509.IPAddress,
)
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


# A proxy sends the certificates of a few clients again and again.
@functools.lru_cache(maxsize=1024)
def certificate_of(der: bytes) -> Certificate | None:
    """A certificate in DER, taken apart; None for what is none."""
    try:
        found = x509.load_der_x509_certificate(der)
        return Certificate(
            subject=found.subject.rfc4514_string(),
            names=_names(found),
            fingerprint=hashlib.sha256(der).hexdigest(),
            not_after=found.not_valid_after_utc,
            der=der,
        )
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None


def from_pem(text: str) -> bytes | None:
    """The bytes of the first certificate in a PEM text; None where there is none."""
    _, begin, rest = text.partition(_BEGIN)
    content, end, _ = rest.partition(_END)
    if not begin or not end:
        return None
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error:
        return None


def _names(found: Any) -> tuple[str, ...]:
    """Host names, URIs, e-mail and IP addresses among the subject's alternative names."""
    try:
        extension = found.extensions.get_extension_for_class(_Names)
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in extension.value if isinstance(name, _TOLD))
