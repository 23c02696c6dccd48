"""Messages in envelopes, for people: what each is, how long, and the JSON in it."""

from collections.abc import Iterator, Mapping

from generator.formats.readable import readable
from generator.styles.connect.runtime.envelopes import END, Envelopes

_STREAM = "application/connect+"
_ANY_SIZE = 1 << 32


def is_stream(headers: Mapping[str, str]) -> bool:
    """Whether the messages of a request or an answer are in envelopes."""
    return headers.get("content-type", "").startswith(_STREAM)


def enveloped(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The messages of a body, with the flags of their envelopes."""
    envelopes = Envelopes(_ANY_SIZE, last=END)
    envelopes.feed(body)
    while (found := envelopes.next()) is not None:
        yield found


def messages_of(body: bytes) -> str:
    """One message a line, as the protocol's page has it: ``<flags: 0><length: 15>{"name": …}``"""
    return "\n".join(
        f"<flags: {flags}><length: {len(data)}>{readable(data)}" for flags, data in enveloped(body)
    )
