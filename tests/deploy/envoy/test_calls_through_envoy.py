"""What Envoy does with calls on their way to a server: paths, tokens, certificates, what it counts.

What all proxies promise is in ``tests/deploy/traffic``.
"""

import base64
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk, jwt

from tests.deploy.caller import Answer, Caller, asked, caller
from tests.deploy.envoy.folder import Running, needs_envoy, running
from tests.deploy.recorder import Recorder, recorder
from tests.waiting import until_by_thread

pytestmark = needs_envoy
CONTRACT = Path(__file__).parent / "shop.yaml"
ISSUERS = {"token": "https://login.shop.example", "other": "https://other.shop.example"}


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A server, Envoy, and who makes tokens."""

    server: Recorder
    envoy: Running
    caller: Caller
    keys: Mapping[str, jwk.ECKey]

    def call(
        self, request: str, headers: Mapping[str, str] | None = None, *, known: bool = False
    ) -> Answer:
        """One request; known: its caller shows a certificate."""
        context = ssl.create_default_context(cafile=self.envoy.folder / "tls/certificate.pem")
        if known:
            context.load_cert_chain(self.caller.certificate, self.caller.key)
        return asked(self.envoy.address, context, request, headers or {}, None)

    def arrived(self, request: str, headers: Mapping[str, str], *, known: bool = False) -> Any:
        """The headers with which a request came to the server."""
        assert self.call(request, headers, known=known).status == 200
        return self.server.headers

    def status(self, request: str, headers: Mapping[str, str] | None = None) -> int:
        """How the call ends, after it is clear that only Envoy refuses anybody."""
        before = len(self.server.seen)
        answer = self.call(request, headers)
        assert (answer.status == 200) == (len(self.server.seen) > before)
        return answer.status

    def token(self, scheme: str = "token", signer: str = "", **claims: Any) -> dict[str, str]:
        """A header with a token of a scheme's issuer."""
        now = int(time.time())
        told = {"iss": ISSUERS[scheme], "aud": "shop", "sub": "ann", "exp": now + 600, **claims}
        key = self.keys[signer or scheme]
        return {"Authorization": "Bearer " + jwt.encode({"alg": "ES256", "kid": "k"}, told, key)}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    keys = {name: jwk.ECKey.generate_key("P-256", {"kid": "k"}) for name in ISSUERS}
    files = []
    for name, key in keys.items():
        files.append(folder / f"{name}.json")
        files[-1].write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    somebody = caller(folder)
    files.append(somebody.certificate)
    with recorder() as server:
        given = {
            "server": [server.address],
            "client-ca": [somebody.certificate.name],
            "health": ["false"],  # the server is asked nothing but what tests ask
            "jwks": [f"{name}={name}.json" for name in keys],
        }
        with running(folder, CONTRACT, given, ("rest", "jsonrpc"), files) as envoy:
            yield Shop(server=server, envoy=envoy, caller=somebody, keys=keys)


@pytest.mark.parametrize(
    "path",
    [
        "/things/a%2Fb%3Ac",
        "/things/..%2Fpasswd",
        "/things/%2e%2e",
        "/things/a%2F%2Fb%5C",
        "/things/%C3%A4%20%3F%23",
        "/things/1?b=%20&a=%2F",
        "/things/last?",
    ],
)
def test_paths_reach_the_server_as_they_were_sent(shop: Shop, path: str) -> None:
    assert shop.status(f"GET {path}") == 200
    assert shop.server.seen[-1] == f"GET {path}"


@pytest.mark.parametrize("path", ["/", "/things/1/b", "/things//1", "/readyz", "/jsonrpc/x"])
def test_unknown_paths_come_to_no_server(shop: Shop, path: str) -> None:
    assert shop.status(f"POST {path}") == 404


def test_servers_answer_other_methods_of_their_paths(shop: Shop) -> None:
    for request in ("OPTIONS /things/1", "HEAD /things/2", "PUT /count"):
        assert shop.status(request) == 200
        assert shop.server.seen[-1] == request


def test_nobody_outside_tells_envoy_or_a_server_what_only_envoy_may_say(shop: Shop) -> None:
    sent = {
        "Client-Cert": ":AAAA:",
        "X-Forwarded-Client-Cert": "Hash=1",
        "X-Envoy-Retry-On": "5xx",
        "X-Envoy-Upstream-Rq-Timeout-Ms": "1",
        "X-Origin-Path": "/elsewhere",
        "X-Shop-Key": "k",
    }
    found = shop.arrived("OPTIONS /things/1", sent)
    told = {name.lower() for name in sent} - {"x-origin-path", "x-shop-key"}
    assert told & {*found} == set()
    assert found["x-shop-key"] == "k"
    assert shop.status("GET /things/odd", sent) == 200
    assert shop.server.seen[-1] == "GET /things/odd"


def test_servers_get_the_certificate_that_envoy_has_seen(shop: Shop) -> None:
    found = shop.arrived("GET /things/known", {"Client-Cert": ":AAAA:"}, known=True)
    assert found["client-cert"] == f":{base64.b64encode(shop.caller.der).decode()}:"


def test_what_is_kept_is_another_for_each_accept_and_says_by_what_it_was_chosen(shop: Shop) -> None:
    kinds = ["application/json", "application/xml"] * 2
    found = [shop.call("GET /things/kept?a=1", {"Accept": kind}) for kind in kinds]
    told = [one.headers["cache-status"] for one in found]
    assert told == ["envoy; fwd=miss", "envoy; fwd=miss", "envoy; hit", "envoy; hit"]
    assert shop.server.seen[-2:] == ["GET /things/kept?a=1"] * 2
    assert not {name for name in found[-1].headers if name.startswith(("x-origin", "x-envoy"))}


def test_a_token_of_the_issuer_is_enough(shop: Shop) -> None:
    assert shop.status("DELETE /things/1", shop.token()) == 200


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_word_before_a_token_is_read_in_any_case(shop: Shop, scheme: str) -> None:
    token = shop.token()["Authorization"]
    header = token.replace("Bearer", scheme)
    assert shop.arrived("DELETE /things/1", {"Authorization": header})["authorization"] == token


def test_a_token_that_is_wrong_or_missing_comes_to_no_server(shop: Shop) -> None:
    late = int(time.time()) - 600
    for headers in (
        {},
        {"Authorization": "Bearer no.token.atall"},
        {"Authorization": "Basic YTpi"},
        shop.token(exp=late),
        shop.token(aud="elsewhere"),
        shop.token(iss="https://elsewhere.example"),
        shop.token(signer="other"),
        shop.token("other"),
    ):
        assert shop.status("DELETE /things/1", headers) == 401
    assert shop.call("DELETE /things/1").headers["www-authenticate"].startswith("Bearer")


def test_any_of_two_issuers_is_enough_where_the_contract_says_so(shop: Shop) -> None:
    for scheme in ISSUERS:
        assert shop.status("POST /things/1:sell", shop.token(scheme)) == 200
    assert shop.status("POST /things/1:sell", shop.token("other", signer="token")) == 401


def test_what_is_needed_beside_a_token_is_left_to_the_server(shop: Shop) -> None:
    assert shop.status("GET /count", shop.token()) == 200
    assert shop.status("GET /count", {"X-Shop-Key": "k"}) == 401


def test_where_another_way_in_is_left_the_server_alone_decides(shop: Shop) -> None:
    for headers in ({}, {"X-Shop-Key": "k"}, shop.token(exp=1), shop.token()):
        assert shop.status("GET /secrets", headers) == 200


def test_operations_are_counted_by_name_and_status(shop: Shop) -> None:
    shop.call("DELETE /things/1", shop.token())
    shop.call("PUT /count")
    found = shop.envoy.counters("vhost.shop.route")
    assert found["vhost.shop.route.DeleteThing_REST.upstream_rq_200"] > 0
    assert found["vhost.shop.route.other.upstream_rq_200"] > 0


def test_the_access_log_names_the_operation_and_no_secrets(shop: Shop) -> None:
    token = shop.token()
    shop.call("DELETE /things/logged?key=seen", {**token, "X-Shop-Key": "hidden"})
    until_by_thread(lambda: [one for one in shop.envoy.log() if one["path"] == "/things/logged"])
    (line,) = (one for one in shop.envoy.log() if one["path"] == "/things/logged")
    told = (line["operation"], line["style"], line["status"], line["server"], line["attempts"])
    assert told == ("test.shop.v1.DeleteThing", "REST", 200, shop.server.address, 1)
    text = json.dumps(shop.envoy.log())
    assert not [one for one in ("seen", "hidden", token["Authorization"][7:]) if one in text]
