"""``Vary`` in one line: some caches read one only (nginx before 1.23 the last)."""

from collections.abc import Iterable

_VARY = b"vary"


def in_one_line(
    headers: Iterable[tuple[bytes, bytes]],
) -> list[tuple[bytes, bytes]]:
    """The same headers, with all that an answer varies by where the first line of it was.

    That says the same (RFC 9110 §5.3). Names in lower case.
    """
    found: list[tuple[bytes, bytes]] = []
    at: int | None = None
    for pair in headers:
        if pair[0] != _VARY:
            found.append(pair)
        elif at is None:
            at = len(found)
            found.append(pair)
        else:
            found[at] = _VARY, found[at][1] + b", " + pair[1]
    return found
