"""Turns the path of a route into the pieces that rules of proxies and clouds are made of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

Quote = Callable[[str], str]

_VARIABLE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, kw_only=True)
class Path:
    """A path, percent-encoded, with ``{name}`` for what callers fill in: ``/a/{id}:verb``.

    A variable stands for one character or more of its segment, never for a slash: callers send
    that as ``%2F``.
    """

    text: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The names in braces, in their order."""
        return tuple(_VARIABLE.findall(self.text))

    @property
    def is_fixed(self) -> bool:
        """Whether there is exactly one such path."""
        return "{" not in self.text

    @property
    def prefix(self) -> str:
        """What all paths of it begin with: all before the first variable."""
        return self.text.partition("{")[0]

    @property
    def segments(self) -> tuple[str, ...]:
        """Those between the slashes; none for ``/``."""
        return tuple(self.text.strip("/").split("/")) if self.text.strip("/") else ()

    @cached_property
    def regex(self) -> str:
        """A regular expression for the whole path, without anchors, in RE2 and PCRE alike.

        It is for the path as it was sent: not decoded, without the query.
        """
        return self._filled(re.escape, "[^/?#]+")

    @property
    def shape(self) -> str:
        """The same for paths that differ in the names of their variables only."""
        return _VARIABLE.sub("{}", self.text)

    @property
    def specificity(self) -> tuple[object, ...]:
        """Sorts paths so that of two that match the same request the right one comes first.

        Segment by segment a fixed one goes before one with a verb behind its variable, and that
        before a variable. The names of variables do not count: paths of one shape are side by side.
        """
        segments = ((_rank(one), _VARIABLE.sub("{}", one)) for one in self.segments)
        return tuple(segments)

    def _filled(self, quote: Quote, variable: str) -> str:
        pieces = _VARIABLE.split(self.text)
        # Names stand at the odd places.
        return "".join(variable if at % 2 else quote(text) for at, text in enumerate(pieces))


def _rank(segment: str) -> int:
    if "{" not in segment:
        return 0
    return 2 if segment.endswith("}") and segment.startswith("{") else 1
