"""Where a contract says something to a style, or for all of its JSON."""

from collections.abc import Iterable

from generator.diagnostics import Span
from generator.model import Api, ErrorType, Mapping, Operation, Resource

Set = Api | ErrorType | Operation | Resource  # what settings can stand on


def of_setting(thing: Set, style: str, keys: Iterable[str] = ()) -> Span | None:
    """The first of some keys of a style's settings; the settings; or the thing, without them."""
    node = thing.settings.get(style)
    if node is None:
        return thing.span
    if isinstance(node, Mapping):
        for key in keys:
            if (entry := node.entry(key)) is not None:
                return entry.key_span
    return node.span


def of_key(api: Api, key: str) -> Span | None:
    """Where a contract says something as a whole, in whichever style's settings it stands."""
    for node in api.settings.values():
        entry = node.entry(key) if isinstance(node, Mapping) else None
        if entry is not None:
            return entry.key_span
    return api.span
