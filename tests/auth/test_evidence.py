"""Where credentials are found in a request of HTTP."""

import base64
import datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from generator.runtime.auth.evidence import HttpEvidence
from generator.runtime.http.headers import header_map


def evidence(headers: list[tuple[bytes, bytes]], query: bytes = b"", **more: Any) -> HttpEvidence:
    scope = {"headers": headers, "query_string": query, "extensions": more.pop("extensions", None)}
    return HttpEvidence(header_map(scope), scope, **more)


def certificate(name: str) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bank"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    now = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)
    names = [x509.DNSName("partner.example"), x509.UniformResourceIdentifier("spiffe://bank/p")]
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )


PARTNER, PROXY = certificate("partner"), certificate("proxy")
DER = PARTNER.public_bytes(serialization.Encoding.DER)
CLIENT_CERT = (b"client-cert", b":" + base64.b64encode(DER) + b":")


def tls(one: x509.Certificate, error: str | None = None) -> dict[str, Any]:
    pem = one.public_bytes(serialization.Encoding.PEM).decode()
    return {"tls": {"client_cert_chain": [pem], "client_cert_error": error}}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (b"", None),
        (b"a=1", None),
        (b"key=k", "k"),
        (b"a=1&key=%C3%A9+x&b", "é x"),
        (b"key=", ""),
        (b"key=k&key=k", None),
        (b"&".join([b"a"] * 2000) + b"&key=k", None),
    ],
)
def test_a_parameter_is_found_if_it_is_there_once(query: bytes, found: str | None) -> None:
    assert evidence([], query).query("key") == found


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([], None),
        ([b"a=1; session=s; b=2"], "s"),
        ([b'session="s"'], "s"),
        ([b"mysession=s"], None),
        ([b"session"], None),
        ([b"session=s; session=t"], None),
        ([b"a=1", b"session=s"], "s"),  # HTTP/2 splits them (RFC 9113 §8.2.3)
    ],
)
def test_a_cookie_is_found_if_there_is_one_of_its_name(
    headers: list[bytes], found: str | None
) -> None:
    assert evidence([(b"cookie", header) for header in headers]).cookie("session") == found


def test_the_certificate_comes_from_the_connection() -> None:
    found = evidence([], extensions=tls(PARTNER)).certificate()
    assert found is not None
    assert found.subject == "CN=partner,O=Bank"
    assert found.names == ("partner.example", "spiffe://bank/p")
    assert found.fingerprint == PARTNER.fingerprint(hashes.SHA256()).hex()
    assert found.not_after == datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
    assert found.der == DER


def test_a_certificate_that_the_server_did_not_verify_is_none() -> None:
    assert evidence([], extensions=tls(PARTNER, "self-signed")).certificate() is None
    assert evidence([], extensions={"tls": {"client_cert_chain": ()}}).certificate() is None
    assert evidence([], extensions={}).certificate() is None
    assert evidence([]).certificate() is None


def test_the_header_of_a_proxy_counts_only_where_it_is_trusted() -> None:
    assert evidence([CLIENT_CERT]).certificate() is None
    found = evidence([CLIENT_CERT], trust_client_cert=True).certificate()
    assert found is not None
    assert found.subject == "CN=partner,O=Bank"


def test_the_certificate_of_the_proxy_itself_is_not_that_of_its_client() -> None:
    extensions = tls(PROXY)
    assert evidence([], extensions=extensions, trust_client_cert=True).certificate() is None
    found = evidence([CLIENT_CERT], extensions=extensions, trust_client_cert=True).certificate()
    assert found is not None
    assert found.subject == "CN=partner,O=Bank"


@pytest.mark.parametrize("text", [b"", b":", b"::", b":?:", b":AAAA:", b"AAAA", b":AAAA"])
def test_what_is_no_certificate_is_none(text: bytes) -> None:
    assert evidence([(b"client-cert", text)], trust_client_cert=True).certificate() is None
