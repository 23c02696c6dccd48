"""The same call is the same bytes and the same text, though protobuf keeps no order of maps."""

import asyncio
import datetime as dt
import importlib
import re
from decimal import Decimal
from string import ascii_lowercase
from typing import Any
from uuid import UUID

import pytest

from generator.runtime.auth.authenticate import UNCHECKED
from generator.runtime.call import CallOptions
from generator.styles.grpc.shown import command, responder
from generator.styles.shown.protocol import Answer
from tests.grpc.keeper import Keeper

LETTERS = [*ascii_lowercase]


def _values(zoo: Any) -> dict[str, Any]:
    """What has maps: of messages, and within an `any`."""
    anything = {letter: [dict.fromkeys(reversed(LETTERS), 1)] for letter in "ba"}
    moment = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    shapes = {letter: zoo.Circle(radius=1.0) for letter in reversed(LETTERS)}
    texts = zoo.Texts(
        text="",
        raw=b"",
        price=Decimal(1),
        day=moment.date(),
        clock=moment.time(),
        moment=moment,
        span=dt.timedelta(0),
        id=UUID(int=0),
        link="urn:a",
        mail="a@example.org",
        json=anything,
    )
    return {"ECHO_CONTAINERS": zoo.Containers(shapes=shapes), "ECHO_TEXTS": texts}


@pytest.fixture(params=["ECHO_CONTAINERS", "ECHO_TEXTS"])
def request_of(zoo: Any, request: Any) -> tuple[Any, Any]:
    """A codec, and a request with maps that it wrote."""
    codec = importlib.import_module(f"{zoo.__name__}.grpc.client").Client.codec()
    operation = getattr(importlib.import_module(f"{zoo.__name__}.operations"), request.param)
    return codec, codec.encode(operation, {"value": _values(zoo)[request.param]}, CallOptions())


def _answer(zoo: Any, request: Any) -> Answer:
    def load(name: str) -> Any:
        of_support = name.startswith("_support")
        root = zoo.__name__.rpartition(".")[0] if of_support else zoo.__name__
        return importlib.import_module(f"{root}.{name}")

    async def ask() -> Answer:
        return await responder(load, Keeper(zoo), UNCHECKED)(request)

    return asyncio.run(ask())


def _letters(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


def test_a_request_is_shown_in_the_order_of_its_keys(request_of: tuple[Any, Any]) -> None:
    codec, request = request_of
    shown = codec.show(request)
    keys = [key.decode() for key in re.findall(rb"\n\x01([a-z])", shown.body)]
    assert _order(keys) == _order(_letters(shown.text, r'key: "([a-z])"'))


def test_an_answer_is_shown_in_the_order_of_its_keys(zoo: Any, request_of: tuple[Any, Any]) -> None:
    answer = _answer(zoo, request_of[1])
    keys = [key.decode() for key in re.findall(rb"\n\x01([a-z])", answer.body)]
    assert _order(keys) == _order(_letters(answer.text, r'key: "([a-z])"'))


def test_a_command_is_in_the_order_of_its_keys(request_of: tuple[Any, Any]) -> None:
    text = command("localhost:1", request_of[1])
    _order(_letters(text, r'"([a-z])":'))


def _order(keys: list[str]) -> list[str]:
    """The keys, which are those of one map, or of two maps in another."""
    one, two = LETTERS, ["a", *LETTERS, "b", *LETTERS]
    assert keys in (one, two)
    return keys


def test_messages_of_zeros_are_sent(zoo: Any) -> None:
    codec = importlib.import_module(f"{zoo.__name__}.grpc.client").Client.codec()
    operation = importlib.import_module(f"{zoo.__name__}.operations").ECHO_TEXTS
    texts = _values(zoo)["ECHO_TEXTS"]
    texts.moment, texts.json = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), None

    sent = codec.encode(operation, {"value": texts}, CallOptions()).message.value

    assert [name for name in ("moment", "span", "json") if not sent.HasField(name)] == []
    assert sent.json.HasField("null_value")
