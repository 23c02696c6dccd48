"""Events and lines of streams are what they are wherever the pieces end that they come in."""

import pytest

from generator.runtime.http.streaming import ndjson, sse
from generator.runtime.http.streaming.lines import Lines, LineTooLongError
from generator.runtime.http.streaming.sse import Event, EventReader

SAMPLE = (
    "\ufeffdata: a\r\ndata:b\r\n\r\n: a comment\n\nevent: end\rdata:\r\r"
    'data: {"text": "\u2028 \u2029 \u0085 \x0b \x0c"}\nid: 7\nretry: 1\nwhat: is this\n\n'
    "event: only a name\n\ndata\n\ndata:  two blanks\n\ndata: cut off"
)
EVENTS = [
    Event("", b"a\nb"),
    Event("end", b""),
    Event("", '{"text": "\u2028 \u2029 \u0085 \x0b \x0c"}'.encode()),
    Event("", b""),
    Event("", b" two blanks"),
]


@pytest.mark.parametrize("size", range(1, 40))
def test_events_are_the_same_in_pieces_of_any_size(size: int) -> None:
    reader, text = EventReader(1000), SAMPLE.encode()
    found = [e for at in range(0, len(text), size) for e in reader.feed(text[at : at + size])]
    assert found == EVENTS


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_end_with_a_line_feed_only(size: int) -> None:
    lines, text = Lines(100), "\ufeffa\u2028b\n\r\n\nc\rd\n{".encode()
    found = [x for at in range(0, len(text), size) for x in lines.feed(text[at : at + size])]
    assert found == ["a\u2028b".encode(), b"\r", b"", b"c\rd"]
    assert lines.rest() == b"{"
    assert lines.held == 1


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_line_that_never_ends_is_refused_at_the_limit(size: int) -> None:
    lines, fed = Lines(100), 0
    with pytest.raises(LineTooLongError):
        while fed < 2000:
            fed += size
            lines.feed(b"x" * size)
    assert fed <= 100 + max(size, 4)


@pytest.mark.parametrize("piece", [b"data: 0123456789\n", b"data: 0123456789\ndata: 0123456789\n"])
def test_an_event_of_many_lines_is_refused_at_the_limit(piece: bytes) -> None:
    reader = EventReader(100)
    with pytest.raises(LineTooLongError):
        for _ in range(50):
            reader.feed(piece)


def test_comments_without_end_take_no_memory() -> None:
    reader = EventReader(100)
    for _ in range(10_000):
        assert reader.feed(b": heartbeat\n\n") == []
    assert reader.feed(sse.event(b"1")) == [Event("", b"1")]


@pytest.mark.parametrize("name", ["", "error"])
@pytest.mark.parametrize("data", [b"", b"{}", "\u2028".encode(), b" blank", b"a\nb\nc"])
def test_what_is_written_is_read_back(name: str, data: bytes) -> None:
    assert EventReader(100).feed(sse.event(data, name)) == [Event(name, data)]


def test_a_heartbeat_is_no_event_and_no_line() -> None:
    assert EventReader(100).feed(sse.HEARTBEAT) == []
    assert Lines(100).feed(ndjson.HEARTBEAT) == [b""]


@pytest.mark.parametrize(
    "text",
    [b"{}", b"[]", b"1", b"", b'{"end": false}', b'{"item": 1, "end": true}', b'{"number": 1}'],
)
def test_what_is_not_one_of_three_things_is_no_envelope(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        ndjson.envelope(text)


def test_an_envelope_with_a_member_of_a_later_version_is_read() -> None:
    assert ndjson.envelope(b'{"end": true, "items": 3}').end is True
    assert bytes(ndjson.envelope(b'{"at": 1, "item": null}').item) == b"null"
