"""Makes a key and a certificate that signs itself: to try a configuration, never for callers."""

import datetime
import ipaddress
from collections.abc import Sequence

from generator.deploy.target import Once

CERTIFICATE_FILE, KEY_FILE = "tls/certificate.pem", "tls/key.pem"
_LIFE = datetime.timedelta(days=825)  # more than that some clients refuse whatever is trusted
_LOOPBACK = ("127.0.0.1", "::1")


def self_signed(hosts: Sequence[str]) -> Once:
    """``tls/certificate.pem`` and ``tls/key.pem`` for these names, localhost and loopback."""
    return Once(paths=(CERTIFICATE_FILE, KEY_FILE), make=lambda: _made(hosts))


def _made(hosts: Sequence[str]) -> tuple[bytes, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = dict.fromkeys(("localhost", *hosts))
    alternatives: list[x509.GeneralName] = [x509.DNSName(host) for host in names]
    alternatives += [x509.IPAddress(ipaddress.ip_address(address)) for address in _LOOPBACK]
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), secret
