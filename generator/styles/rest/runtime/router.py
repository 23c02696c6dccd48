"""Finds what stands at a path: a trie over its segments, so more routes cost nothing."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from generator.formats.text.runtime.urls import decoded

T = TypeVar("T")

# Methods that a path may name, in the order in which `Allow` lists them.
_ORDER = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS")


@dataclass(slots=True, kw_only=True)
class PathNode(Generic[T]):
    """A place in the tree of paths; ``endpoints`` by method, empty between the places."""

    endpoints: dict[str, T] = field(default_factory=dict)
    allow: str = ""
    literal: "dict[str, PathNode[T]]" = field(default_factory=dict)
    variable: "PathNode[T] | None" = None
    verbs: "dict[str, PathNode[T]]" = field(default_factory=dict)


class Router(Generic[T]):
    """Paths with ``{variables}`` and methods → endpoints."""

    def __init__(self) -> None:
        self._root: PathNode[T] = PathNode()
        # The places at paths without variables: most requests ask for one, or for one below.
        self._fixed: dict[str, PathNode[T]] = {}

    def add(self, method: str, path: str, endpoint: T) -> None:
        """Put an endpoint into the tree; a GET answers HEAD too."""
        node = self._root
        so_far: list[str] = []
        for segment in path.split("/"):
            node = _grow(node, segment)
            so_far.append(segment)
            fixed = "/".join(so_far)
            # Not the root, above which a path without its first slash would seem to be.
            if fixed and "{" not in fixed:
                self._fixed[fixed] = node
        node.endpoints[method] = endpoint
        if method == "GET":
            node.endpoints.setdefault("HEAD", endpoint)
        methods = {*node.endpoints, "OPTIONS"}
        node.allow = ", ".join(name for name in _ORDER if name in methods)

    def find(self, path: str) -> tuple[PathNode[T], list[str]]:
        """The place of a percent-encoded path, with the values of its variables.

        Where nothing is, a place without endpoints.
        """
        fixed = self._fixed.get(path)
        if fixed is not None and fixed.endpoints:
            return fixed, []
        above, _, last = path.rpartition("/")
        fixed = self._fixed.get(above)
        if fixed is not None and last not in fixed.literal and _is_plain(last):
            leaf = fixed.variable
            if leaf is not None and leaf.endpoints:
                return leaf, [last]
        return self._find(path)

    def _find(self, path: str) -> tuple[PathNode[T], list[str]]:
        node = self._root
        segments = path.split("/")
        values: list[str] = []
        for segment in segments:
            after = node.literal.get(segment)
            if after is None:
                after = node.variable
                if after is None or not _is_plain(segment):
                    break
                values.append(segment)
            node = after
        else:
            if node.endpoints:
                return node, values
        values.clear()
        return _walk(self._root, segments, 0, values) or PathNode(), values


def _is_plain(segment: str) -> bool:
    """What is encoded or has a verb is for a closer look; no key is empty."""
    return bool(segment) and "%" not in segment and ":" not in segment


def _grow(node: PathNode[T], segment: str) -> PathNode[T]:
    if not segment.startswith("{"):
        return node.literal.setdefault(segment, PathNode())
    _, _, verb = segment.partition("}")
    if node.variable is None:
        node.variable = PathNode()
    if not verb:
        return node.variable
    return node.variable.verbs.setdefault(verb[1:], PathNode())


def _walk(
    node: PathNode[T],
    segments: list[str],
    at: int,
    values: list[str],
) -> PathNode[T] | None:
    """Literals before variables; a way that leads nowhere is taken back."""
    if at == len(segments):
        return node if node.endpoints else None
    segment = segments[at]
    if "%" in segment:
        value = decoded(segment)
        after = node.literal.get(value)
    else:
        value = segment
        after = node.literal.get(segment)
    if after is not None:
        found = _walk(after, segments, at + 1, values)
        if found is not None:
            return found
    after = node.variable
    if after is None or not segment:
        return None
    if after.verbs and ":" in segment:
        # Only a colon that is not percent-encoded separates the verb from the key.
        key, _, verb = segment.rpartition(":")
        place = after.verbs.get(decoded(verb))
        if place is not None and not key:
            return None
        if place is not None:
            values.append(decoded(key))
            found = _walk(place, segments, at + 1, values)
            if found is not None:
                return found
            values.pop()
    values.append(value)
    found = _walk(after, segments, at + 1, values)
    if found is None:
        values.pop()
    return found
