"""Entity tags of representations: the resource's own, with a mark on all but the first.

Two representations of one resource are different bytes, so that one strong tag must not name both
(RFC 9110 §8.8.3.3). Services and callers know the resource's tag only.
"""

from generator.runtime.http.headers import HeaderMap
from generator.styles.rest.runtime.xml import XML

MARKS = {XML: ";xml"}

_CONDITIONS = (b"if-match", b"if-none-match")


def marked(tag: str, mark: str) -> str:
    """The tag of the representation that has this mark."""
    return f'{tag[:-1]}{mark}"' if mark and tag.endswith('"') else tag


def unmark(headers: HeaderMap, mark: str | None) -> None:
    """Make conditions on representations what they say of the resource's own tag.

    mark: of the only representation that counts, which is read; None: of a change all do.
    """
    for name in _CONDITIONS:
        condition = headers.get(name)
        if condition is None or condition.strip() == b"*":
            continue
        tags = [tag.strip() for tag in condition.split(b",")]
        if mark is None:
            for ending in map(_ending, MARKS.values()):
                tags = [tag.replace(ending, b'"') for tag in tags]
        elif mark:
            ending = _ending(mark)
            tags = [tag.replace(ending, b'"') for tag in tags if tag.endswith(ending)]
        headers[name] = b", ".join(tags)


def _ending(mark: str) -> bytes:
    return f'{mark}"'.encode()
