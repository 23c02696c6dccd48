"""Makes an authority and certificates of it, with OpenSSL's command."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_EXTENSIONS = """
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:false
subjectAltName = DNS:localhost, IP:127.0.0.1
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


@dataclass(frozen=True)
class Certificates:
    """Files in PEM below one folder: ``ca``, and for each name a certificate and its key."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def pair(self, name: str) -> tuple[Path, Path]:
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"


def make(folder: Path) -> Certificates:
    """An authority, ``server`` for 127.0.0.1 and localhost, and ``client``."""
    if shutil.which("openssl") is None:
        pytest.skip("OpenSSL's command is not installed: no certificates can be made")
    (folder / "ext.cnf").write_text(_EXTENSIONS)
    _made(folder, "ca", "/O=Tests/CN=Tests CA", "ca")
    _made(folder, "server", "/CN=localhost", "leaf", "ca")
    _made(folder, "client", "/C=DE/O=Shop, Ltd/CN=till 1", "leaf", "ca")
    _made(folder, "other", "/O=Others/CN=Others CA", "ca")
    _made(folder, "stranger", "/CN=stranger", "leaf", "other")
    return Certificates(folder)


def _made(folder: Path, name: str, subject: str, kind: str, issuer: str = "") -> None:
    key, request, certificate = (folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _run("req", "-new", *curve, "-keyout", key, "-out", request, "-subj", subject)
    signer = ["-signkey", key]
    if issuer:
        signer = ["-CA", folder / f"{issuer}.pem", "-CAkey", folder / f"{issuer}.key"]
        signer.append("-CAcreateserial")
    extensions = ["-extfile", folder / "ext.cnf", "-extensions", kind]
    _run("x509", "-req", "-in", request, *signer, "-days", "30", *extensions, "-out", certificate)


def _run(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
