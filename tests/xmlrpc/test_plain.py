"""The quick reader reads what the parser reads, and leaves to it what is not plain."""

import random
import re
from datetime import UTC, datetime
from typing import Any
from xmlrpc.client import Binary, DateTime, dumps

import pytest

from generator.runtime.validation.violations import DEEPEST
from generator.styles.xmlrpc.runtime.messages import (
    NotAMessage,
    Unreadable,
    read,
    read_closely,
)
from generator.styles.xmlrpc.runtime.plain import Message, read_plain

GIVEN = {
    "text": " é😀\u2028\x7f",
    "none": None,
    "numbers": [1, -2, 1.5, True],
    "deep": [{"x": []}, {}, [["y"]]],
    "time": DateTime(datetime(2026, 1, 1, tzinfo=UTC)),
    "bytes": Binary(b"abc"),
}
BODIES = [
    dumps((GIVEN,), "m", allow_none=True).encode(),
    dumps((1, "a", [["x"]]), "m", encoding="utf-8").encode(),
    dumps((), "m").encode(),
    dumps((GIVEN,), methodresponse=True, allow_none=True).encode(),
]
PIECES = [
    *(
        f"<{end}{name}>"
        for name in ("value", "string", "int", "struct", "array")
        for end in ("", "/")
    ),
    *(
        f"<{end}{name}>"
        for name in ("data", "member", "name", "param", "params")
        for end in ("", "/")
    ),
    *("<nil/>", "<i8>", "</i8>", " ", "\n", "\r", "x", "9", ">", "&", "&amp;", "]]>", "<!-- -->"),
    *(
        "<![CDATA[x]]>",
        "\x00",
        "\x0b",
        "\ufffe",
        "\uffff",
        "<?xml version='1.0'?>",
        "</methodCall>",
    ),
]


def refused(reason: str) -> tuple[str, str]:
    """A flaw that can be compared."""
    return "refused", reason


@pytest.mark.parametrize("body", BODIES)
def test_what_other_programs_send_is_read_quickly_and_alike(body: bytes) -> None:
    plain = read_plain(body, None, refused)
    assert plain is not None
    assert typed(plain) == typed(read_closely(body, None, refused))


def test_what_is_read_quickly_the_parser_reads_alike_however_a_message_is_changed() -> None:
    chance = random.Random(3)
    quickly = 0
    for _ in range(6000):
        body = changed(chance.choice(BODIES), chance)
        plain = read_plain(body, None, refused)
        if plain is None:
            continue
        quickly += 1
        try:
            closely = read_closely(body, None, refused)
        except (Unreadable, NotAMessage) as error:
            pytest.fail(f"{body!r} is read, but {error}")
        assert typed(plain) == typed(closely), body
    assert quickly > 100


@pytest.mark.parametrize(
    "value",
    [
        "<string>a&amp;b</string>",
        "<string>a\rb</string>",
        "<string><![CDATA[a]]></string>",
        "<string>a<!-- b --></string>",
        "<string a=''>a</string>",
        "a",
        "<struct><member><name>a</name><value><nil/></value></member>"
        "<member><name>a</name><value><nil/></value></member></struct>",
        "<array><data><value>" * (DEEPEST + 1) + "a" + "</value></data></array>" * (DEEPEST + 1),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(value: str) -> None:
    text = f"<methodCall><methodName>m</methodName><params><param><value>{value}</value></param>"
    body = f"{text}</params></methodCall>".encode()
    assert read_plain(body, None, refused) is None
    assert typed(read(body, None, refused)) == typed(read_closely(body, None, refused))


def test_text_in_another_encoding_is_left_to_the_parser() -> None:
    body = BODIES[1].replace(b">a<", b">\xe9<")
    assert read_plain(body, None, refused) is None
    assert read(body, "iso-8859-1", refused).params[1] == "é"
    assert read_plain(BODIES[1], "iso-8859-1", refused) is None


def typed(message: Message) -> Any:
    """A message with the types of its values, which equality does not tell apart."""
    return message.method, message.fault, message.marked, kinds(message.params)


def kinds(value: Any) -> Any:
    """A value with the types of all that is in it."""
    match value:
        case dict():
            return {name: kinds(item) for name, item in value.items()}
        case list():
            return [kinds(item) for item in value]
        case _:
            return type(value), value


def changed(body: bytes, chance: random.Random) -> bytes:
    """A message with some of its tokens lost, doubled or replaced."""
    tokens = re.findall("<[^>]*>|[^<]+", body.decode())
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[at:at] = [chance.choice(PIECES)]
            case 1:
                del tokens[at : at + chance.randint(1, 3)]
            case 2:
                start = chance.randrange(len(tokens))
                tokens[at:at] = tokens[start : start + chance.randint(1, 8)]
            case _:
                tokens[at] = chance.choice(PIECES)
    return "".join(tokens).encode()
