"""What a document says of its encoding, in all that reads XML."""

import codecs
from collections.abc import Iterator

import pytest

from generator.formats.xml.runtime.elements import NotXml, parse
from generator.styles.xmlrpc.runtime.messages import Unreadable, read

CALL = "<methodCall><methodName>é</methodName></methodCall>"
LONG = "x" * 100_000


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The names of encodings that Python was asked for, and did not find: it keeps them."""
    names: list[str] = []

    def find(name: str) -> None:
        names.append(name)

    codecs.register(find)
    yield names
    codecs.unregister(find)


@pytest.mark.parametrize("name", ["klingon", "rot13-x", "utf-8-x", "a.b", LONG])
def test_python_is_never_asked_for_what_is_no_encoding_of_a_document(
    asked: list[str], name: str
) -> None:
    body = f'<?xml version="1.0" encoding="{name}"?>{CALL}'.encode()
    with pytest.raises(Unreadable) as refused:
        read(body)
    with pytest.raises(Unreadable):
        read(CALL.encode(), name)
    with pytest.raises(NotXml):
        parse(body)
    assert asked == []
    assert LONG not in str(refused.value)


@pytest.mark.parametrize(
    "name",
    ["UTF-8", "utf-16", "ISO-8859-1", "iso-8859-15", "latin1", "windows-1252", "CP850"],
)
def test_a_document_is_read_in_the_encoding_that_it_says(name: str) -> None:
    body = f'<?xml version="1.0" encoding="{name}"?>{CALL}'.encode(name)
    assert read(body).method == "é"
    assert parse(body).children[0].text == "é"
