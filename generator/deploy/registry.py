"""Turns the entry points of the group ``diptych.targets`` into targets, loaded when asked for."""

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.deploy.target import Target

GROUP = "diptych.targets"


@functools.cache
def _registered() -> dict[str, EntryPoint]:
    return {point.name: point for point in sorted(entry_points(group=GROUP))}


def names() -> tuple[str, ...]:
    """The names of all installed targets, sorted; imports none of them."""
    return tuple(_registered())


@functools.cache
def target(name: str) -> "Target":
    """The target of this name; KeyError when none is installed."""
    loaded: Target = _registered()[name].load()
    return loaded
