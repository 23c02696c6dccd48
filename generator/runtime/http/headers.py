"""What the headers of a request say, and what they say of the call in it."""

from collections.abc import Iterator, Mapping

from ..call import Call
from .asgi import Scope
from .message import TIMEOUT_HEADER, deadline

HeaderMap = dict[bytes, bytes]

_TIMEOUT = TIMEOUT_HEADER.encode()


class Headers(Mapping[str, str]):
    """Headers by lower-case name, decoded when somebody looks."""

    __slots__ = ("_raw",)

    def __init__(self, raw: HeaderMap) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        try:
            return self._raw[name.encode("latin-1")].decode("latin-1")
        except (KeyError, UnicodeEncodeError):
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        plain = name.isascii()  # which takes a third of the time
        raw = name.encode() if plain else name.encode("latin-1", "replace")
        return raw in self._raw

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._raw)

    def __len__(self) -> int:
        return len(self._raw)


# Headers that are no lists: of two of them, nobody can tell which one another reader believes.
_SINGLE = frozenset({b"authorization", b"content-length", b"content-type", b"host"})


class RepeatedHeaderError(Exception):
    """A header comes more than once that must not: 400."""

    def __init__(self, name: bytes) -> None:
        title = name.decode("latin-1").title()
        super().__init__(f"The header {title} comes more than once.")


def header_map(scope: Scope) -> HeaderMap:
    """The request's headers; repeated ones are joined as RFC 9110 §5.2 has it.

    Raises RepeatedHeaderError for what is not a list (§5.3).
    """
    given = scope["headers"]
    headers: HeaderMap = dict(given)
    if len(headers) != len(given):
        headers.clear()
        for name, value in given:
            before = headers.get(name)
            if before is not None and name in _SINGLE:
                raise RepeatedHeaderError(name)
            between = b"; " if name == b"cookie" else b", "  # RFC 9113 §8.2.3
            headers[name] = value if before is None else before + between + value
    return headers


def call_of(raw: HeaderMap, operation: str, style: str) -> Call:
    """A call of an operation, with what the headers say of it."""
    headers = Headers(raw)
    until = deadline(headers) if _TIMEOUT in raw else None
    return Call(operation=operation, style=style, headers=headers, deadline=until)
