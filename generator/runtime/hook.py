"""What a hook is; ``hooks`` does what is to be done with them."""

from collections.abc import Awaitable, Callable
from typing import Any

from .call import Call

# Called with the call, and with what makes it go on and gives its result; the first of several is
# the outermost. A sync client's hook is a ``def``, and so is what it goes on with.
Hook = Callable[[Call, Callable[[], Awaitable[Any]]], Awaitable[Any]]
SyncHook = Callable[[Call, Callable[[], Any]], Any]
