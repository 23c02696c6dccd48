"""No credential, no sensitive value in any log, message or repr: what is planted is looked for."""

import asyncio
import base64
import contextlib
import datetime
import http.client
import importlib
import json
import logging
import socket
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from generated._support import (
    ApiKey,
    Basic,
    Bearer,
    CallOptions,
    Code,
    Principal,
    ServiceError,
    access_log,
    current_call,
    otel,
)
from generator import build
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, served, target_at

CONTRACT = Path(__file__).parent / "contracts" / "strongroom.yaml"
MARK = "planted"
PASSWORD = f"{MARK}-password"
BASIC = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
HEADERS = {
    "Authorization": f"Bearer {MARK}-token",
    "X-Room-Key": f"{MARK}-header",
    "Cookie": f"room_session={MARK}-session",
    "room_session": f"{MARK}-session",  # as gRPC has it
}
LOGIN = {**HEADERS, "Authorization": f"Basic {BASIC}"}
# So long that no random id has it in it by chance.
NUMBER, PIN = "4929001122334455", 86421357
CREDENTIALS = {
    "token": Bearer(f"{MARK}-token"),
    "login": Basic("ada", PASSWORD),
    "header": ApiKey(f"{MARK}-header"),
    "query": ApiKey(f"{MARK}-query"),
    "session": ApiKey(f"{MARK}-session"),
}
# What must not be seen anywhere.
SECRETS = (MARK, PASSWORD, BASIC, NUMBER, str(PIN), "1999-12-31", "77.31")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("room")
    build(CONTRACT, output=folder / "hidden")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("hidden.strongroom")
    sys.path.remove(str(folder))


class Output(logging.Handler):
    """All that is logged, with tracebacks, and all that a test notes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def note(self, *values: object) -> None:
        """What a program would print of a value."""
        self.lines += [f"{value!r} {value}" for value in values]

    def note_error(self, error: BaseException) -> None:
        """What a program would print of an error, all that led to it included."""
        self.lines += traceback.format_exception(error)
        self.note(error)

    def found(self) -> list[str]:
        """Lines with something that was planted."""
        lines = "\n".join(self.lines).split("\n")
        # The debug mode of asyncio prints the bytes that a task of grpcio gave.
        own = (line for line in lines if "coro=<UnaryUnaryCall" not in line)
        return [line for line in own if any(secret in line for secret in SECRETS)]


@pytest.fixture
def output(host: Host, capfd: pytest.CaptureFixture[str]) -> Iterator[Output]:
    """Everybody logs everything; asyncio in its debug mode, too."""
    handler, root = Output(), logging.getLogger()
    loud = [root, *(logging.getLogger(n) for n in ("uvicorn", "uvicorn.access", "uvicorn.error"))]
    levels = [logger.level for logger in loud]
    for logger in loud:
        logger.setLevel(logging.DEBUG)
        if logger is root or not logger.propagate:
            logger.addHandler(handler)
    host.debug(True)
    yield handler
    host.debug(False)
    for logger, level in zip(loud, levels, strict=True):
        logger.setLevel(level)
        logger.removeHandler(handler)
    printed = capfd.readouterr()
    assert [text for text in SECRETS if text in printed.out + printed.err] == []


def _card(room: Any, number: str = NUMBER) -> Any:
    due = datetime.date(1999, 12, 31)
    return room.Card(
        number=number, pin=PIN, level=room.Level.HIGH, due=due, codes=[Decimal("77.31")]
    )


class StrongRoom:
    """Serves ``test.strongroom.v1``, and notes what it can see."""

    def __init__(self, package: Any, output: Output) -> None:
        self._package = package
        self._output = output

    async def store(self, *, card: Any) -> Any:
        self._output.note(current_call(), current_call().principal, card)
        match card.pin:
            case 1:
                raise self._package.Refused(number=card.number)
            case 2:
                return self._package.Card(number=NUMBER, pin=NUMBER, level=MARK, codes=[PIN])
            case 3:
                return {"number": NUMBER}
            case 4:
                raise self._package.Refused(number=PIN)
            case 5:
                raise OSError("the disk is full")
            case 6:
                raise OSError(f"no room for {card.number}")
            case _:
                return card

    by_login = by_header = by_query = by_session = store

    async def find(self, *, number: str) -> Any:
        self._output.note(current_call())
        return self._package.FindResult(found=number == NUMBER)


async def authenticate(credentials: Any) -> Principal | None:
    """Knows everybody but those who say so."""
    secret = repr([getattr(one, "token", "") for one in credentials.values()])
    if "wrong" in secret:
        return None
    return Principal("ada", claims={"secret": f"{MARK}-claim"})


@contextlib.asynccontextmanager
async def _reached(room: Any, way: Way, output: Output) -> AsyncIterator[tuple[str, Caller]]:
    shop = StrongRoom(room, output)
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    hooks = [access_log(subject=True), otel.server_tracing(provider)]
    tracing = otel.client_tracing if way.client == "async" else otel.sync_client_tracing
    async with (
        served(room.__name__, way.style, shop, authenticate=authenticate, hooks=hooks) as target,
        connected(room.__name__, way, target, hooks=[tracing(provider)]) as client,
    ):
        output.note(client)
        yield target, Caller(client)
    told = [span.to_json() for span in spans.get_finished_spans()]
    assert told
    output.note(*told)
    assert any(line.startswith("diptych.access INFO") for line in output.lines)


async def _failed(output: Output, call: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await call
    output.note_error(caught.value)
    return caught.value


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_calls_that_go_well_or_fail_tell_no_secret(
    way: Way, host: Host, room: Any, output: Output
) -> None:
    async def run() -> None:
        options = CallOptions(headers=HEADERS, idempotency_key=f"{MARK}-key")
        output.note(options)
        async with _reached(room, way, output) as (_, caller):
            output.note(await caller.store(card=_card(room), options=options))
            with pytest.raises(ServiceError) as caught:
                await caller.store(card=_card(room, number="1"), options=options)
            output.note_error(caught.value)
            free = CallOptions(headers=HEADERS)
            for pin in range(1, 6):
                card = room.Card(number=NUMBER, pin=pin)
                output.note_error(await _failed(output, caller.store(card=card, options=free)))
            wrong = CallOptions(headers={**HEADERS, "Authorization": f"Bearer {MARK}-wrong"})
            for headers in (wrong, CallOptions()):
                await _failed(output, caller.store(card=_card(room), options=headers))
            login = CallOptions(headers=LOGIN)
            output.note(await caller.by_login(card=_card(room), options=login))
            output.note(await caller.by_header(card=_card(room), options=free))
            output.note(await caller.by_session(card=_card(room), options=free))
            output.note(await caller.find(number=NUMBER, options=free))
            every = CallOptions(credentials=CREDENTIALS)
            output.note(every, CREDENTIALS)
            for method in ("store", "by_login", "by_header", "by_query", "by_session"):
                output.note(await getattr(caller, method)(card=_card(room), options=every))

    host.run(run())
    assert output.found() == []


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_invalid_inputs_are_told_without_their_values(
    way: Way, host: Host, room: Any, output: Output
) -> None:
    async def run() -> None:
        options = CallOptions(headers=HEADERS)
        async with _reached(room, way, output) as (_, caller):
            for wrong in (
                {"number": f"{MARK}{NUMBER}"},
                {"number": NUMBER * 3},
                {"pin": 864213570},
                {"pin": f"{PIN}"},
                {"number": PIN},
                {"level": f"{MARK}"},
                {"codes": ["77.31", MARK]},
                {"due": MARK},
            ):
                card = room.Card(**{"number": "1", "pin": 7, **wrong})
                await _failed(output, caller.store(card=card, options=options))
            await _failed(output, caller.find(number=f"{MARK}", options=options))
            await _failed(output, caller.find(number=PIN, options=options))

    host.run(run())
    assert output.found() == []


BODIES = (
    b'{"card": {"number": "%s", "pin": 86421357' % NUMBER.encode(),
    b'{"card": "planted"}',
    b'{"card": {"number": 4929001122334455, "pin": "planted"}}',
    b'{"card": {"number": "planted", "pin": 864213570, "level": "planted", "due": "planted"}}',
    b'{"card": {"number": "1", "pin": 86421357.5, "codes": ["planted"]}}',
    b"planted",
    b'"planted\xff"',
    b"<card><number>planted</number></card>",
)


@pytest.mark.parametrize("style", ["rest", "jsonrpc"])
def test_bodies_that_no_client_of_ours_sends_are_refused_without_their_values(
    style: str, host: Host, room: Any, output: Output
) -> None:
    async def run() -> None:
        async with _reached(room, Way(style, "async"), output) as (target, _):
            for body in BODIES:
                for kind in ("application/json", "application/xml", "text/plain"):
                    text, path = body, "/store"
                    if style == "jsonrpc":
                        text = b'{"jsonrpc":"2.0","id":1,"method":"store","params":%s}' % body
                        path = "/jsonrpc"
                    answer = await asyncio.to_thread(_sent, target, "POST", path, text, kind)
                    output.note(answer)
            if style == "rest":
                query = f"/by-query?room_key={MARK}-query"
                for body in (json.dumps({"card": {"number": "1", "pin": 7}}).encode(), *BODIES):
                    sent = await asyncio.to_thread(
                        _sent, target, "POST", query, body, "application/json"
                    )
                    output.note(sent)
                for path in (f"/find?number={MARK}", f"/find?x=1&number={PIN}x", query):
                    output.note(await asyncio.to_thread(_sent, target, "GET", path, b"", ""))

    host.run(run())
    assert output.found() == []


def _sent(target: str, method: str, path: str, body: bytes, kind: str) -> str:
    """The status, the headers and the body of an answer."""
    connection = http.client.HTTPConnection(urlsplit(target).netloc, timeout=30)
    headers = {**HEADERS, "Content-Type": kind} if kind else HEADERS
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return f"{answer.status} {answer.getheaders()} {content!r}"


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_server_that_is_not_there_is_told_without_what_was_sent(
    way: Way, host: Host, room: Any, output: Output
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    target = target_at(way.style, f"127.0.0.1:{port}")

    async def run() -> None:
        options = CallOptions(headers=HEADERS, timeout=1)
        async with connected(room.__name__, way, target, headers=HEADERS) as client:
            output.note(client)
            caller = Caller(client)
            await _failed(output, caller.store(card=_card(room), options=options))
            await _failed(output, caller.find(number=NUMBER, options=options))
            every = CallOptions(credentials=CREDENTIALS, timeout=1)
            await _failed(output, caller.by_query(card=_card(room), options=every))

    host.run(run())
    assert output.found() == []


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_a_service_says_in_an_exception_is_for_the_log_of_its_server_alone(
    way: Way, host: Host, room: Any, output: Output
) -> None:
    async def run() -> None:
        options = CallOptions(credentials=CREDENTIALS)
        async with _reached(room, way, output) as (_, caller):
            card = room.Card(number=NUMBER, pin=6, level=room.Level.LOW)
            error = await _failed(output, caller.store(card=card, options=options))
        assert error.code is Code.INTERNAL

    host.run(run())
    assert output.found() == [f"OSError: no room for {NUMBER}"]
