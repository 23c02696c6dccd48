"""Decides about a call before its method is asked: who makes it, and whether they may."""

from collections.abc import Awaitable, Callable
from typing import Any

from ..call import Call
from ..operation import Operation
from .authenticate import Authenticate
from .evidence import Evidence

# Sets the principal of a call, or raises `unauthenticated` or `permission_denied`.
Judge = Callable[[Call, Evidence], Awaitable[None]]


def judge_of(
    op: Operation[Any],
    style: str,
    authenticate: Authenticate | None,
) -> Judge | None:
    """What judges the calls of an operation; None where everybody may make them."""
    del op, style, authenticate
    return None
