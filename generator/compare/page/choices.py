"""Says for which choices of styles a text holds: a page computes its texts for all of them.

A choice is a number with a bit for each style, in their order. Whoever reads a page may choose any;
its script only looks up which texts hold, so that what is said follows from one place, here.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST = 7  # styles of a page: as many have a colour and a marker, and there are 2**7 choices
SHOWN = 3  # of them, when a page is opened

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Generic[T]):
    """Something that holds for some choices; when: a bit for each of them, in hexadecimal.

    now: whether it holds for the choice that the page opens with.
    """

    value: T
    when: str
    now: bool


class Choices:
    """All choices among the styles of a page; ``titles`` gives them, by their folders, in order."""

    def __init__(self, titles: Mapping[str, str], shown: Sequence[str]) -> None:
        self.titles = titles
        self.shown = frozenset(shown)
        self._first = sum(1 << place for place, name in enumerate(titles) if name in self.shown)

    def held(self, said: Callable[[Mapping[str, str]], Iterable[T]]) -> list[Held[T]]:
        """What is said of each choice, once each, as it was first met."""
        found: dict[T, int] = {}
        for number, titles in self._all():
            for value in said(titles):
                found[value] = found.get(value, 0) | 1 << number
        return [
            Held(value=value, when=f"{bits:x}", now=bool(bits >> self._first & 1))
            for value, bits in found.items()
        ]

    def _all(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Every choice: its number, and the titles of the styles in it."""
        for number in range(1 << len(self.titles)):
            chosen = enumerate(self.titles.items())
            yield number, dict(item for place, item in chosen if number >> place & 1)
