"""Tokens of OAuth 2 for clients, from a real token endpoint."""

import asyncio
import base64
import http.server
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import pytest

from generator.runtime import Bearer, Code, OAuth2ClientCredentials, ServiceError
from generator.runtime.auth import oauth2

SECRET = "s3:cr3t&"


class Endpoint:
    """Gives a new token to whoever asks, and remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.status = 200
        self.answer: dict[str, Any] | None = None
        self.expires_in: Any = 3600
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["content-length"])).decode()
                outer.asked.append((self.headers["authorization"] or "", parse_qs(form)))
                time.sleep(0.02)
                answer = outer.answer or {
                    "access_token": f"t{len(outer.asked)}",
                    "token_type": "Bearer",
                    "expires_in": outer.expires_in,
                }
                body = json.dumps(answer).encode()
                self.send_response(outer.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/token"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_it_is_asked_for_as_rfc_6749_says(endpoint: Endpoint) -> None:
    source = OAuth2ClientCredentials(
        endpoint.url, "an id", SECRET, ["read", "write"], audience="shop"
    )
    assert source() == Bearer("t1")
    ((authorization, form),) = endpoint.asked
    pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
    assert pair == "an+id:s3%3Acr3t%26"
    assert form == {
        "grant_type": ["client_credentials"],
        "scope": ["read write"],
        "audience": ["shop"],
    }


def test_id_and_secret_travel_as_they_are_in_the_form_where_the_issuer_wants_that(
    endpoint: Endpoint,
) -> None:
    source = OAuth2ClientCredentials(
        endpoint.url, "an id", SECRET, auth_method="client_secret_post"
    )
    assert source() == Bearer("t1")
    assert SECRET not in repr(source)
    assert endpoint.asked == [
        (
            "",
            {
                "grant_type": ["client_credentials"],
                "client_id": ["an id"],
                "client_secret": [SECRET],
            },
        )
    ]


def test_another_way_to_show_the_secret_is_an_error() -> None:
    with pytest.raises(ValueError, match="client_secret_jwt"):
        OAuth2ClientCredentials(
            "https://login.example", "id", SECRET, auth_method="client_secret_jwt"
        )


def test_one_token_is_used_until_shortly_before_it_expires(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        now = 0.0

        @classmethod
        def monotonic(cls) -> float:
            return cls.now

    monkeypatch.setattr(oauth2, "time", Clock)
    source = OAuth2ClientCredentials(endpoint.url, "id", SECRET)
    assert [source(), source()] == [Bearer("t1")] * 2
    Clock.now = 3600 - 31
    assert source() == Bearer("t1")
    Clock.now = 3600 - 29
    assert source() == Bearer("t2")


def test_those_who_wait_share_one_fetch_in_threads_and_tasks(endpoint: Endpoint) -> None:
    source = OAuth2ClientCredentials(endpoint.url, "id", SECRET)

    async def all_of() -> list[Bearer]:
        return await asyncio.gather(*(source.fetch_async() for _ in range(8)))

    assert asyncio.run(all_of()) == [Bearer("t1")] * 8
    source.forget(Bearer("t1"))
    with ThreadPoolExecutor(8) as threads:
        assert {*threads.map(lambda _: source(), range(8))} == {Bearer("t2")}
    assert len(endpoint.asked) == 2


def test_only_the_token_that_is_not_known_is_forgotten(endpoint: Endpoint) -> None:
    source = OAuth2ClientCredentials(endpoint.url, "id", SECRET)
    source()
    source.forget(Bearer("another"))
    assert source() == Bearer("t1")


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (400, {"error": "invalid_client"}, Code.PERMISSION_DENIED),
        (401, {"error": SECRET + "\n"}, Code.PERMISSION_DENIED),
        (500, {}, Code.UNAVAILABLE),
        (429, {}, Code.UNAVAILABLE),
        (200, {"access_token": "t", "token_type": "mac"}, Code.INTERNAL),
        (200, {"token_type": "bearer"}, Code.INTERNAL),
        (302, {}, Code.PERMISSION_DENIED),
    ],
)
def test_a_refusal_says_why_and_nothing_else(
    endpoint: Endpoint, status: int, answer: Any, code: Code
) -> None:
    endpoint.status, endpoint.answer = status, answer or {"x": SECRET}
    with pytest.raises(ServiceError) as caught:
        OAuth2ClientCredentials(endpoint.url, "id", SECRET)()
    assert caught.value.code is code
    assert SECRET not in str(caught.value)
    if answer.get("error") == "invalid_client":
        assert "invalid_client" in caught.value.message


def test_it_does_not_show_its_secret(endpoint: Endpoint) -> None:
    source = OAuth2ClientCredentials(endpoint.url, "id", SECRET)
    source()
    assert "cr3t" not in repr(source)
    assert "cr3t" not in repr(vars(source)["_token"])


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(ValueError, match="token endpoint"):
        OAuth2ClientCredentials("login.example/token", "id", SECRET)
