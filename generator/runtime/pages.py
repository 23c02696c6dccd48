"""Notices a server that gives the page token of a list again, which would never end."""

from .codes import Code
from .errors import ServiceError

_KEPT = 10_000


class Tokens:
    """The page tokens of one walk through a list, in bounded memory.

    The first 10,000 are kept. After these, only one is kept at a time, each for twice as many
    pages as the one before (Brent's algorithm), which finds a cycle of any length in the end.
    """

    def __init__(self) -> None:
        self._kept: set[str] = set()
        self._anchor: str | None = None
        self._steps = 0
        self._stretch = 1

    def add(self, token: str) -> str:
        """Give back a token that is new; ServiceError (`internal`) for one that came before."""
        if token in self._kept or token == self._anchor:
            text = "The server gave a page token for the second time: the list would never end."
            raise ServiceError(text, code=Code.INTERNAL)
        if len(self._kept) < _KEPT:
            self._kept.add(token)
            return token
        self._steps += 1
        if self._steps == self._stretch:
            self._anchor, self._steps, self._stretch = token, 0, 2 * self._stretch
        return token
