"""Turns the entry points of the group ``diptych.styles`` into styles, loaded when asked for."""

import functools
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # names are all that most commands ask for
    from generator.styles.style import AnyStyle

GROUP = "diptych.styles"


@functools.cache
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in sorted(entry_points(group=GROUP))}


def names() -> tuple[str, ...]:
    """The names of all installed styles, sorted; imports none of them."""
    return tuple(_registered())


@functools.cache
def style(name: str) -> "AnyStyle":
    """The style of this name; KeyError when none is installed."""
    loaded: AnyStyle = _registered()[name].load()
    return loaded


def styles(chosen: Iterable[str] | None = None) -> "tuple[AnyStyle, ...]":
    """The styles of these names (all, when None is given), by rank, then by name."""
    found = [style(name) for name in set(names() if chosen is None else chosen)]
    return tuple(sorted(found, key=lambda style: (style.rank, style.name)))
