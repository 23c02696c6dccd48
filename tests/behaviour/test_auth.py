"""Who may call, and who is told so: the same in every style, and from every client."""

import asyncio
import base64
import contextlib
import importlib
import json
import logging
import socket
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from generated._support import (
    UNCHECKED,
    ApiKey,
    Basic,
    Bearer,
    CallOptions,
    Code,
    Credentials,
    FixedKeys,
    FixedTokens,
    Principal,
    ServiceError,
    by_scheme,
)
from tests.behaviour.conftest import CONTRACTS
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served, target_at
from tests.behaviour.services.guarded import Mirror
from tests.behaviour.told import carries

ANN, HUB = Principal("ann", {"read"}), Principal("hub", {"read", "write"})
TOKENS = {"t-ann": ANN, "t-hub": HUB}
SECRET = "pl4nt3d-s3cr3t"
METHODS = {
    "by_token": Bearer("t-ann"),
    "by_name": Basic("ann", "pass:wörd"),
    "by_key": ApiKey("k-hub"),
    "by_page": ApiKey("k-hub"),
    "by_visit": ApiKey("k-hub"),
}


async def authenticate(credentials: Credentials) -> Principal | None:
    """Whom the servers here know."""
    if credentials.basic == Basic("ann", "pass:wörd"):
        return ANN
    known = by_scheme(
        token=FixedTokens(TOKENS),
        login=FixedTokens(TOKENS),
        **{name: FixedKeys({"k-hub": HUB}) for name in ("key", "page", "visit")},
    )
    return await known(credentials)


@contextlib.asynccontextmanager
async def running(
    package: str, way: Way, ask: Any = authenticate, **options: Any
) -> AsyncIterator[tuple[str, Mirror]]:
    service = Mirror(importlib.import_module(package))
    async with served(package, way.style, service, authenticate=ask, **options) as target:
        yield target, service


def outcome(
    host: Host,
    package: str,
    way: Way,
    method: str,
    *,
    ask: Any = authenticate,
    credentials: Any = None,
    **arguments: Any,
) -> Any:
    """The subject that a call reached the service with, or the error that kept it out."""

    async def run() -> Any:
        async with (
            running(package, way, ask) as (target, service),
            connected(package, way, target, credentials=credentials) as client,
        ):
            caller = Caller(client)
            try:
                return (await getattr(caller, method)(**arguments)).subject
            except ServiceError as error:
                assert service.calls == 0
                return error.code

    return host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_right_credentials_of_each_kind_let_a_call_pass(
    host: Host, guarded: str, way: Way, method: str
) -> None:
    given = METHODS[method]
    subject = "hub" if isinstance(given, ApiKey) else "ann"
    assert outcome(host, guarded, way, method, credentials=given) == subject


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize("method", [*METHODS, "by_partner", "either", "both", "read", "write"])
def test_without_credentials_nobody_gets_in(
    host: Host, guarded: str, way: Way, method: str
) -> None:
    assert outcome(host, guarded, way, method) is Code.UNAUTHENTICATED


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize(
    ("method", "credentials"),
    [
        ("by_token", Bearer("other")),
        ("by_token", Basic("ann", "pass:wörd")),
        ("by_name", Basic("ann", "other")),
        ("by_name", Bearer("t-ann")),
        ("by_key", ApiKey("other")),
        ("both", Bearer("t-ann")),
        ("both", {"token": Bearer("t-ann"), "key": ApiKey("other")}),
        ("both", {"token": Bearer("other"), "key": ApiKey("k-hub")}),
        ("either", {"token": Bearer("other"), "page": ApiKey("k-hub")}),
    ],
)
def test_wrong_credentials_let_nobody_in(
    host: Host, guarded: str, way: Way, method: str, credentials: Any
) -> None:
    found = outcome(host, guarded, way, method, credentials=credentials)
    assert found is Code.UNAUTHENTICATED


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_credentials_of_another_kind_than_their_scheme_are_not_sent(
    host: Host, guarded: str, way: Way
) -> None:
    wrong = {"token": ApiKey("k-hub")}
    with pytest.raises(TypeError, match="scheme 'token' is bearer: it takes no ApiKey"):
        outcome(host, guarded, way, "by_token", credentials=wrong)


@pytest.mark.parametrize("way", REMOTE, ids=str)
@pytest.mark.parametrize(
    "text",
    ["", "Bearer", "Bearer ", "Bearer a b", "Basic !!!", "Basic YW5u", "Digest x", "t-ann"],
)
def test_malformed_credentials_are_no_failure_of_the_server(
    host: Host, guarded: str, way: Way, text: str
) -> None:
    options = CallOptions(headers={"authorization": text})
    for method in ("by_token", "by_name"):
        found = outcome(host, guarded, way, method, options=options)
        assert found is Code.UNAUTHENTICATED


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_any_of_several_schemes_is_enough_or_all_of_them_are_needed(
    host: Host, guarded: str, way: Way
) -> None:
    both = {"token": Bearer("t-ann"), "key": ApiKey("k-hub")}
    assert outcome(host, guarded, way, "either", credentials=Bearer("t-ann")) == "ann"
    assert outcome(host, guarded, way, "either", credentials=ApiKey("k-hub")) == "hub"
    assert outcome(host, guarded, way, "both", credentials=both) == "ann"


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_missing_scope_is_permission_denied(host: Host, guarded: str, way: Way) -> None:
    ann, hub = Bearer("t-ann"), Bearer("t-hub")
    assert outcome(host, guarded, way, "read", credentials=ann) == "ann"
    assert outcome(host, guarded, way, "write", credentials=ann) is Code.PERMISSION_DENIED
    assert outcome(host, guarded, way, "write", credentials=hub) == "hub"


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_open_operation_asks_nobody_and_gets_no_credentials(
    host: Host, guarded: str, way: Way
) -> None:
    asked: list[Any] = []

    async def ask(credentials: Credentials) -> Principal:
        asked.append(credentials)
        return ANN

    def fetch() -> Bearer:
        asked.append("fetched")
        return Bearer("t-ann")

    assert outcome(host, guarded, way, "open", ask=ask, credentials=fetch) == ""
    assert asked == []


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_server_that_checks_nothing_lets_everybody_in(host: Host, guarded: str, way: Way) -> None:
    assert outcome(host, guarded, way, "by_token", ask=UNCHECKED) == ""


@pytest.mark.parametrize("style", sorted({way.style for way in REMOTE}))
def test_a_server_does_not_start_without_knowing_whom_to_ask(
    host: Host, guarded: str, style: str
) -> None:
    way = Way(style, "async")

    async def run() -> None:
        async with running(guarded, way, None):
            pass

    with pytest.raises(ValueError, match="authenticate=UNCHECKED"):
        host.run(run())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_failure_to_find_out_is_internal_without_its_text(
    host: Host, guarded: str, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask(_: Credentials) -> Principal:
        raise LookupError("no database at db.internal")

    async def run() -> Any:
        async with (
            running(guarded, way, ask) as (target, _),
            connected(guarded, way, target, credentials=Bearer(SECRET)) as client,
        ):
            with pytest.raises(ServiceError) as caught:
                await Caller(client).by_token()
            return caught.value

    with caplog.at_level(logging.DEBUG):
        error = host.run(run())
    assert error.code is Code.INTERNAL
    assert "db.internal" not in error.message
    assert SECRET not in caplog.text


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_fetched_credential_is_asked_for_again_once(host: Host, guarded: str, way: Way) -> None:
    given: list[str] = []

    def source(*tokens: str) -> Callable[[], Bearer]:
        rest = iter(tokens)

        def fetch() -> Bearer:
            given.append(next(rest))
            return Bearer(given[-1])

        return fetch

    assert outcome(host, guarded, way, "by_token", credentials=source("old", "t-ann")) == "ann"
    assert given == ["old", "t-ann"]
    given.clear()
    late = source("old", "older", "t-ann")
    assert outcome(host, guarded, way, "by_token", credentials=late) is Code.UNAUTHENTICATED
    assert given == ["old", "older"]
    given.clear()
    same = source("old", "old", "t-ann")
    assert outcome(host, guarded, way, "by_token", credentials=same) is Code.UNAUTHENTICATED


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_call_may_have_credentials_of_its_own(host: Host, guarded: str, way: Way) -> None:
    own = CallOptions(credentials=Bearer("t-hub"))
    found = outcome(host, guarded, way, "by_token", credentials=Bearer("t-ann"), options=own)
    assert found == "hub"


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_async_client_takes_an_async_source_and_a_sync_one_says_why_not(
    host: Host, guarded: str, way: Way
) -> None:
    async def fetch() -> dict[str, Any]:
        return {"token": Bearer("t-ann")}

    if way.client == "async":
        assert outcome(host, guarded, way, "by_token", credentials=fetch) == "ann"
        return
    with pytest.raises(TypeError, match="not from an async def"):
        outcome(host, guarded, way, "by_token", credentials=fetch)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_is_no_credential_is_refused_when_the_client_is_made(
    host: Host, guarded: str, way: Way
) -> None:
    for wrong in ("t-ann", Bearer, {"token": "t-ann"}):
        with pytest.raises(TypeError, match="not credentials"):
            outcome(host, guarded, way, "by_token", credentials=wrong)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_no_header_can_hold_is_refused_without_being_shown(
    host: Host, guarded: str, way: Way
) -> None:
    for method, given in (
        ("by_token", Bearer(f"{SECRET}\r\nx: y")),
        ("by_key", ApiKey(f"{SECRET}\n")),
        ("by_visit", ApiKey(f"{SECRET};")),
    ):
        with pytest.raises(ValueError, match="hold") as caught:
            outcome(host, guarded, way, method, credentials=given)
        assert SECRET not in str(caught.value)


def test_channel_credentials_are_told_from_callers(guarded: str) -> None:
    import grpc

    module = importlib.import_module(f"{guarded}.grpc.client")
    given = grpc.ssl_channel_credentials()
    with pytest.raises(TypeError, match="channel_credentials="):
        module.Client("127.0.0.1:1", credentials=given)


async def _watched(client: Any, way: Way, **options: Any) -> list[str]:
    if way.client == "async":
        return [who.subject async for who in client.watch(**options)]
    return await asyncio.to_thread(lambda: [who.subject for who in client.watch(**options)])


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_streams_are_judged_before_they_begin(host: Host, guarded: str, way: Way) -> None:
    who = importlib.import_module(guarded).Who(subject="x")
    tokens = iter(["old", "t-ann", "t-ann", "t-ann"])
    gives, takes = (carries(CONTRACTS / "guarded.yaml", way, name) for name in ("Watch", "Tell"))

    async def run() -> None:
        async with running(guarded, way) as (target, service):
            async with connected(guarded, way, target) as client:
                if gives:
                    with pytest.raises(ServiceError) as caught:
                        await _watched(client, way)
                    assert caught.value.code is Code.UNAUTHENTICATED
                if takes:
                    with pytest.raises(ServiceError) as caught:
                        await Caller(client).tell(whos=[who])
                    assert caught.value.code is Code.UNAUTHENTICATED
            assert service.calls == 0
            source = lambda: Bearer(next(tokens))  # noqa: E731
            async with connected(guarded, way, target, credentials=source) as client:
                if gives:
                    assert await _watched(client, way) == ["ann", "ann"]
                if takes:
                    assert (await Caller(client).tell(whos=[who])).subject == "ann"

    host.run(run())


# HTTP says more than a code.


async def ask(
    target: str, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], Any]:
    """One request over a socket of its own: status, headers, JSON."""
    address = target.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(address[0], int(address[1]))
    data = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: x", "connection: close"]
    if body is not None:
        lines += [f"content-length: {len(data)}", "content-type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
    answer = await reader.read()
    writer.close()
    head, _, content = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    found = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
    return int(first.split()[1]), found, json.loads(content) if content else None


def test_rest_answers_with_challenges(host: Host, guarded: str) -> None:
    wanted = [
        ("POST", "/by-token", {}, 401, "Bearer"),
        ("POST", "/by-token", {"authorization": "Bearer x"}, 401, 'Bearer error="invalid_token"'),
        ("POST", "/by-name", {}, 401, 'Basic realm="test.guarded.v1"'),
        ("POST", "/either", {}, 401, "Bearer, ApiKey"),
        ("GET", "/read", {}, 401, 'Bearer scope="read"'),
        ("HEAD", "/read", {}, 401, 'Bearer scope="read"'),
        (
            "POST",
            "/write",
            {"authorization": "Bearer t-ann"},
            403,
            'Bearer error="insufficient_scope", scope="read write"',
        ),
        ("OPTIONS", "/by-token", {}, 204, None),
        ("GET", "/by-token", {}, 405, None),
        ("POST", "/nothing", {}, 404, None),
        ("POST", "/open", {}, 200, None),
    ]

    async def run() -> None:
        async with running(guarded, Way("rest", "async")) as (target, _):
            for method, path, headers, status, challenge in wanted:
                body = {} if method == "POST" else None
                found = await ask(target, method, path, body, **headers)
                assert (found[0], found[1].get("www-authenticate")) == (status, challenge), path

    host.run(run())


def test_jsonrpc_answers_with_a_status_around_a_single_call_only(host: Host, guarded: str) -> None:
    def call(method: str, **more: Any) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "method": method, "params": {}, **more}

    async def run() -> None:
        async with running(guarded, Way("jsonrpc", "async")) as (target, service):
            status, headers, found = await ask(target, "POST", "/jsonrpc", call("byToken", id=1))
            assert (status, headers["www-authenticate"]) == (401, "Bearer")
            assert (found["id"], found["error"]["code"]) == (1, 16)
            status, headers, found = await ask(
                target, "POST", "/jsonrpc", call("write", id=2), authorization="Bearer t-ann"
            )
            assert (status, found["error"]["code"]) == (403, 7)
            assert 'error="insufficient_scope"' in headers["www-authenticate"]
            status, _, found = await ask(target, "POST", "/jsonrpc", call("byToken"))
            assert (status, found) == (401, None)
            assert service.calls == 0
            batch = [call("byToken", id=1), call("open", id=2), call("write", id=3)]
            status, headers, found = await ask(
                target, "POST", "/jsonrpc", batch, authorization="Bearer t-ann"
            )
            assert (status, "www-authenticate" in headers) == (200, False)
            assert [one.get("error", {}).get("code") for one in found] == [None, None, 7]
            assert found[0]["result"] == {"subject": "ann"}
            watch = call("watch", id=4)
            status, headers, found = await ask(
                target, "POST", "/jsonrpc", watch, accept="text/event-stream"
            )
            assert (status, headers["www-authenticate"]) == (401, "Bearer")
            assert (found["id"], found["error"]["code"]) == (4, 16)
            status, _, found = await ask(target, "POST", "/jsonrpc", call("nothing", id=1))
            assert (status, found["error"]["code"]) == (200, -32601)
            assert (await ask(target, "OPTIONS", "/jsonrpc"))[0] == 204

    host.run(run())


def _raw(target: str) -> socket.socket:
    address = target.removeprefix("http://").split(":")
    made = socket.create_connection((address[0], int(address[1])), timeout=20)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 20, 0))
    return made


def test_a_body_is_not_asked_for_before_the_caller_is_known(host: Host, guarded: str) -> None:
    head = b"POST /by-token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    head += b"content-length: 1000000\r\nexpect: 100-continue\r\n\r\n"

    def talk(target: str) -> bytes:
        with _raw(target) as connection:
            connection.sendall(head)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    async def run() -> bytes:
        async with running(guarded, Way("rest", "async")) as (target, _):
            return await asyncio.to_thread(talk, target)

    answer = host.run(run())
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"connection: close" in answer.lower()


def test_a_401_is_readable_by_who_still_uploads(host: Host, guarded: str) -> None:
    size = 8 * 1024 * 1024

    def talk(target: str) -> bytes:
        with _raw(target) as connection:
            head = b"POST /by-token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            connection.sendall(head + b"content-length: %d\r\n\r\n" % size)
            for _ in range(size // 65536):
                connection.sendall(b" " * 65536)
            return connection.recv(65536)

    async def run() -> tuple[bytes, int]:
        async with running(guarded, Way("rest", "async")) as (target, service):
            return await asyncio.to_thread(talk, target), service.calls

    answer, calls = host.run(run())
    assert answer.startswith(b"HTTP/1.1 401")
    assert calls == 0


PUBLIC = "https://api.example/shop"
METADATA = "https://api.example/.well-known/oauth-protected-resource/shop"


@pytest.mark.parametrize("style", ["rest", "jsonrpc"])
def test_where_tokens_come_from_stands_at_a_known_place(
    host: Host, guarded: str, style: str
) -> None:
    async def run() -> None:
        way = Way(style, "async")
        async with running(guarded, way, public_url=PUBLIC) as (target, _):
            for path in ("", "/shop"):
                place = f"/.well-known/oauth-protected-resource{path}"
                status, headers, document = await ask(target, "GET", place)
                assert (status, headers["content-type"]) == (200, "application/json")
                assert document == {
                    "resource": PUBLIC,
                    "authorization_servers": ["https://login.example"],
                    "bearer_methods_supported": ["header"],
                    "scopes_supported": ["read", "write"],
                }
            call = {"jsonrpc": "2.0", "method": "byToken", "id": 1}
            path = "/jsonrpc" if style == "jsonrpc" else "/by-token"
            _, headers, _ = await ask(target, "POST", path, call)
            assert headers["www-authenticate"] == f'Bearer resource_metadata="{METADATA}"'
        async with running(guarded, way) as (target, _):
            place = "/.well-known/oauth-protected-resource"
            assert (await ask(target, "GET", place))[0] == 404

    host.run(run())


def test_credentials_travel_where_the_contract_says(guarded: str) -> None:
    from generated._support.auth.carried import carried
    from generated._support.grpc.metadata import of_options

    operations = importlib.import_module(f"{guarded}.operations")
    module = importlib.import_module(f"{guarded}.rest.client")
    sending = importlib.import_module("locked._support.auth.sending")

    def sent(operation: Any, given: Any) -> Any:
        sender = sending.Sender(operation, given)
        return sender.authorized(CallOptions())

    codec = module.Client.codec()
    given = ApiKey("k y&")
    page = codec.encode(operations.BY_PAGE, {}, sent(operations.BY_PAGE, given))
    assert page.path == "/by-page?key=k+y%26"
    visit = sent(operations.BY_VISIT, ApiKey("k"))
    assert codec.encode(operations.BY_VISIT, {}, visit).headers["cookie"] == "session=k"
    assert of_options(visit) == (("session", "k"),)
    basic = carried([(operations.OPERATOR, Basic("a", "b"))])
    pair = base64.b64encode(b"a:b").decode()
    assert basic.headers == {"authorization": f"Basic {pair}"}
    assert pair not in repr(basic)


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_credentials_of_a_scheme_that_is_none_are_refused_at_once(way: Way) -> None:
    module = importlib.import_module(f"generated.accounts.{way.style}.client")
    make = module.AsyncClient if way.client == "async" else module.Client
    target = target_at(way.style, "127.0.0.1:1")
    known = "there are: 'token', 'partner'"
    with pytest.raises(ValueError, match=f"'tokn', which is no scheme of the contract; {known}"):
        make(target, credentials={"tokn": Bearer("t")})
    without = importlib.import_module(f"generated.products.{way.style}.client").Client
    with pytest.raises(ValueError, match="there are: none"):
        without(target, credentials={"token": Bearer("t")})
