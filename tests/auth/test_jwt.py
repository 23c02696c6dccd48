"""Tokens that another library has signed, with keys from a real server."""

import asyncio
import base64
import hmac
import http.server
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwk, jwt

from generator.runtime import Bearer, Credentials, JwtTokens, Principal, ServiceError
from generator.runtime.auth import jwks
from generator.runtime.auth.schemes import Scheme
from generator.runtime.codes import Code

ISSUER, AUDIENCE = "https://login.example", "shop"


class Issuer:
    """Signs tokens, and publishes its keys."""

    def __init__(self) -> None:
        self.keys: list[Any] = []
        self.asked = 0
        self.status = 200
        self.body: bytes | None = None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                document = {"keys": [key.as_dict(private=False) for key in outer.keys]}
                body = json.dumps(document).encode() if outer.body is None else outer.body
                self.send_response(outer.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys.json"
        self.scheme = Scheme(
            name="token", kind="bearer", issuer=ISSUER, audience=AUDIENCE, jwks=self.url
        )

    def add(self, kid: str | None = "k1", kind: str = "RSA", **more: Any) -> Any:
        parameters = {**({} if kid is None else {"kid": kid}), **more}
        if kind == "RSA":
            key: Any = jwk.RSAKey.generate_key(2048, parameters)
        elif kind == "EC":
            key = jwk.ECKey.generate_key("P-256", parameters)
        else:
            key = jwk.OKPKey.generate_key("Ed25519", parameters)
        self.keys.append(key)
        return key


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def token(key: Any, algorithm: str = "RS256", headers: Any = None, **claims: Any) -> str:
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "ann",
        "exp": int(time.time()) + 60,
        **claims,
    }
    said = {name: value for name, value in said.items() if value is not None}
    kid = {} if key.kid is None else {"kid": key.kid}
    header = {"alg": algorithm, **kid, **(headers or {})}
    return jwt.encode(header, said, key, algorithms=[algorithm])


def known(tokens: JwtTokens, issuer: Issuer, text: str) -> Principal | None:
    return asyncio.run(tokens(Credentials({"token": Bearer(text)}, [issuer.scheme])))


# It speaks of RFC 9864, which has another name for it.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(
    ("kind", "algorithm"), [("RSA", "RS256"), ("RSA", "PS256"), ("EC", "ES256"), ("OKP", "EdDSA")]
)
def test_a_token_of_another_library_names_its_subject(
    issuer: Issuer, kind: str, algorithm: str
) -> None:
    key = issuer.add(kind=kind)
    principal = known(JwtTokens(algorithms=[algorithm]), issuer, token(key, algorithm, jti="7"))
    assert principal is not None
    assert (principal.subject, principal.scopes) == ("ann", frozenset())
    assert principal.claims["jti"] == "7"


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({"scope": "read write"}, {"read", "write"}),
        ({"scope": ["read"]}, {"read"}),
        ({"scp": ["read", "write", 7]}, {"read", "write"}),
        ({"scp": "read"}, {"read"}),
        ({"scope": ""}, set()),
        ({"scope": 7, "scp": {"read": True}}, set()),
    ],
)
def test_its_scopes_are_scope_or_scp(issuer: Issuer, claims: Any, scopes: set[str]) -> None:
    principal = known(JwtTokens(algorithms=["RS256"]), issuer, token(issuer.add(), **claims))
    assert principal is not None
    assert principal.scopes == scopes


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "bank"},
        {"aud": None},
        {"aud": []},
        {"exp": None},
        {"exp": "soon"},
        {"sub": None},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_token_that_does_not_say_what_it_must_is_nobodys(issuer: Issuer, claims: Any) -> None:
    tokens = JwtTokens(algorithms=["RS256"])
    assert known(tokens, issuer, token(issuer.add(), **claims)) is None


def test_one_of_several_audiences_is_enough(issuer: Issuer) -> None:
    signed = token(issuer.add(), aud=["bank", AUDIENCE])
    assert known(JwtTokens(algorithms=["RS256"]), issuer, signed) is not None


def test_a_token_that_has_expired_is_told_so_beyond_the_leeway(issuer: Issuer) -> None:
    key, now = issuer.add(), int(time.time())
    tokens = JwtTokens(algorithms=["RS256"], leeway=30)
    assert known(tokens, issuer, token(key, exp=now - 5)) is not None
    with pytest.raises(ServiceError, match="has expired") as caught:
        known(tokens, issuer, token(key, exp=now - 60))
    assert caught.value.code is Code.UNAUTHENTICATED


def unsigned(**header: Any) -> str:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "exp": int(time.time()) + 60}
    parts = (json.dumps(part).encode() for part in (header, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


@pytest.mark.parametrize("name", ["none", "None", "NONE", "", "HS256", "RS512"])
def test_an_algorithm_that_is_not_given_is_not_taken(issuer: Issuer, name: str) -> None:
    issuer.add()
    assert known(JwtTokens(algorithms=["RS256"]), issuer, unsigned(alg=name, kid="k1")) is None


def test_a_public_key_is_no_shared_secret(issuer: Issuer) -> None:
    key = issuer.add()
    text = unsigned(alg="HS256", kid="k1").removesuffix(".")
    made = hmac.digest(key.as_pem(private=False), text.encode(), "sha256")
    forged = f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"
    assert known(JwtTokens(algorithms=["RS256"]), issuer, forged) is None


@pytest.mark.parametrize("algorithms", [[], "RS256", ["none"], ["HS256"], ["RS256", "HS512"]])
def test_what_is_no_algorithm_for_public_keys_is_refused_at_once(algorithms: Any) -> None:
    with pytest.raises(ValueError, match="algorithm"):
        JwtTokens(algorithms=algorithms)


def test_another_key_with_the_same_id_signs_nothing(issuer: Issuer) -> None:
    issuer.add()
    stranger = Issuer()
    forged = token(stranger.add())
    stranger.server.server_close()
    assert known(JwtTokens(algorithms=["RS256"]), issuer, forged) is None


def test_a_key_for_another_algorithm_or_for_encryption_signs_nothing(issuer: Issuer) -> None:
    other, secret = issuer.add("a", alg="RS512"), issuer.add("b", use="enc")
    tokens = JwtTokens(algorithms=["RS256", "RS512"])
    for key in (other, secret):
        bare = jwk.RSAKey.import_key(key.as_pem(private=True), {"kid": key.kid})
        assert known(tokens, issuer, token(bare)) is None


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "a.b.c",
        "..",
        ".....",
        unsigned(alg=7),
        unsigned(alg="RS256", kid=7),
        unsigned(alg="RS256", kid="k1", crit=["x"]),
        unsigned(alg="RS256"),
        base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.x",
        base64.urlsafe_b64encode(b'{"alg":' + b"9" * 5000 + b"}").decode() + ".e30.x",
    ],
)
def test_what_is_no_token_is_nobodys(issuer: Issuer, text: str) -> None:
    issuer.add()
    assert known(JwtTokens(algorithms=["RS256"]), issuer, text) is None


def test_a_token_without_a_key_id_is_tried_with_each(issuer: Issuer) -> None:
    issuer.add("other", "EC")
    key = issuer.add(kid=None)
    assert known(JwtTokens(algorithms=["RS256"]), issuer, token(key)) is not None


def test_keys_are_fetched_once(issuer: Issuer) -> None:
    key, tokens = issuer.add(), JwtTokens(algorithms=["RS256"])
    for _ in range(3):
        assert known(tokens, issuer, token(key)) is not None
    assert issuer.asked == 1


def test_many_at_once_fetch_the_keys_once(issuer: Issuer) -> None:
    signed, tokens = token(issuer.add()), JwtTokens(algorithms=["RS256"])

    async def all_of() -> list[Any]:
        given = Credentials({"token": Bearer(signed)}, [issuer.scheme])
        return await asyncio.gather(*(tokens(given) for _ in range(20)))

    assert all(asyncio.run(all_of()))
    assert issuer.asked == 1


class Clock:
    """What the keys look at in place of the time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(jwks, "time", made)
    return made


def test_a_new_key_is_found_and_an_unknown_one_fetches_but_seldom(
    issuer: Issuer, clock: Clock
) -> None:
    old = issuer.add("old")
    tokens = JwtTokens(algorithms=["RS256"], refetch=30)
    assert known(tokens, issuer, token(old)) is not None
    issuer.keys.clear()
    new = issuer.add("new")
    assert known(tokens, issuer, token(new)) is None  # the last fetch was just now
    clock.now += 31
    assert known(tokens, issuer, token(new)) is not None
    assert known(tokens, issuer, token(old)) is None  # and an old one is gone
    made_up = [unsigned(alg="RS256", kid=f"x{number}") for number in range(20)]
    assert [known(tokens, issuer, text) for text in made_up] == [None] * 20
    assert issuer.asked == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, None),
        (200, b"not json"),
        (200, b"[]"),
        (200, b'{"keys": 7}'),
        (200, b" " * (2 * 1024 * 1024)),
        (302, b""),
    ],
)
def test_without_keys_nobody_is_let_in_and_it_is_not_the_callers_fault(
    issuer: Issuer, status: int, body: bytes | None
) -> None:
    signed = token(issuer.add())
    issuer.status, issuer.body = status, body
    with pytest.raises(ServiceError) as caught:
        known(JwtTokens(algorithms=["RS256"]), issuer, signed)
    assert caught.value.code is Code.UNAVAILABLE


def test_keys_that_are_known_outlive_an_issuer_that_is_down(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = token(issuer.add())
    tokens = JwtTokens(algorithms=["RS256"], refetch=0)
    assert known(tokens, issuer, signed) is not None
    monkeypatch.setattr(jwks, "_FRESH", 0.0)
    issuer.status = 500
    assert known(tokens, issuer, signed) is not None
    monkeypatch.setattr(jwks, "_STALE", 0.0)
    with pytest.raises(ServiceError):
        known(tokens, issuer, signed)


def test_keys_may_be_given_as_they_are(issuer: Issuer) -> None:
    key = issuer.add()
    document = {"keys": [key.as_dict(private=False)]}
    tokens = JwtTokens(
        algorithms=["RS256"], jwks=document, issuer="https://other.example", audience="bank"
    )
    signed = token(key, iss="https://other.example", aud="bank")
    assert known(tokens, issuer, signed) is not None
    assert known(tokens, issuer, token(key)) is None
    assert issuer.asked == 0


def test_what_neither_contract_nor_server_says_is_told_at_the_start() -> None:
    bare = Scheme(name="token", kind="bearer", issuer=ISSUER)
    lack = JwtTokens(algorithms=["RS256"], audience="x").lack(bare)
    assert lack is not None
    assert lack.startswith("JwtTokens needs jwks=,")
    assert JwtTokens(algorithms=["RS256"], audience="x", jwks={"keys": []}).lack(bare) is None
