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


def proxies(besides: str = "") -> tuple[str, ...]:
    """The names of those whose folders can be run on a machine.

    besides: one that is not looked at, because it is being loaded.
    """
    from generator.deploy.target import Runs

    return tuple(name for name in names() if name != besides and isinstance(target(name), Runs))


@functools.cache
def target(name: str) -> "Target":
    """The target of this name; KeyError when none is installed."""
    loaded: Target = _registered()[name].load()
    return loaded
