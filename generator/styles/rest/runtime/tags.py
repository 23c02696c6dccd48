"""Entity tags of representations: the resource's own, with a mark on all but the first.

Two representations of one resource are different bytes, so that one strong tag must not name both
(RFC 9110 §8.8.3.3). Services and callers know the resource's tag only.
"""

from generator.formats.xml.runtime.xml import XML
from generator.runtime.http.headers import HeaderMap
from generator.runtime.http.lists import split

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
        tags = split(condition.decode("latin-1"), escapes=False)
        if mark is None:
            for each in MARKS.values():
                tags = [_without(tag, each) for tag in tags]
        elif mark:
            tags = [_without(tag, mark) for tag in tags if tag.endswith(f'{mark}"')]
        headers[name] = ", ".join(tags).encode("latin-1")


def _without(tag: str, mark: str) -> str:
    ending = f'{mark}"'
    return tag.removesuffix(ending) + '"' if tag.endswith(ending) else tag
