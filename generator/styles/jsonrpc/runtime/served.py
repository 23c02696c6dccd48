"""A method as a server has it: what serves it, and what stands before it."""

from typing import NamedTuple

from generator.runtime.dispatch import Target
from generator.runtime.guard import Guard
from generator.runtime.streams.whole import WholeTarget
from generator.runtime.wire import Wire
from generator.styles.jsonrpc.runtime.method import Method


class Served(NamedTuple):
    """A method, and what serves it."""

    method: Method
    target: Target | WholeTarget
    guard: Guard | None
    wire: Wire
