"""The credentials of a client; what sends them is imported where there are some."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .call import CallOptions
from .operation import Operation

if TYPE_CHECKING:
    from .auth.sending import Sender


def checked_source(
    source: Any,
    schemes: Sequence[str],
    *,
    sync: bool = False,
) -> Any:
    """The credentials of a client, if it has some; TypeError if they are none.

    schemes: the names of those of the contract; ValueError for credentials of another.
    """
    if source is None:
        return None
    from .auth import sending

    sending.check_names(source, schemes)
    return sending.checked_source(source, sync=sync)


def sender_of(
    operation: Operation[Any],
    options: CallOptions,
    source: Any,
) -> "Sender | None":
    """What gives a call its credentials; None for most calls."""
    if not operation.auth or (source is None and options.credentials is None):
        return None
    from .auth.sending import Sender

    return Sender.of(operation, options, source)


def deadline_of(timeout: float | None) -> float | None:
    """Seconds from now → a point on the clock of time.monotonic."""
    return None if timeout is None else time.monotonic() + timeout
