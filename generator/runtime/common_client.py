"""What sync and async clients have in common: how they are made, and their hooks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from .call import CallOptions
from .credentials import checked_source
from .operation import Operation

# What a client without hooks does not need is not imported.
if TYPE_CHECKING:
    from .hooked import Make
    from .transport import Codec
    from .wire import Wire


class CommonClient:
    """A client of any style."""

    _style: ClassVar[str] = ""
    _schemes: ClassVar[Any]
    _transport: Any

    def _set_up(
        self,
        codec: "Codec[Any, Any]",
        timeout: float | None,
        hooks: Sequence[Any],
        credentials: Any,
        *,
        sync: bool,
    ) -> None:
        self._codec = codec
        self._timeout = timeout
        self._hooks = _checked(hooks, sync=sync)
        self._credentials = checked_source(
            credentials,
            self._schemes,
            sync=sync,
        )
        self._closed = False
        self._wires: dict[Operation[Any], Wire] = {}

    def _check_open(self) -> None:
        if self._closed:
            raise closed()

    def _behind_hooks(
        self,
        operation: Operation[Any],
        options: CallOptions | None,
        timeout: float | None,
        make: "Make",
    ) -> Any:
        """What a call comes to behind the hooks; see ``hooked``."""
        from .hooked import hooked, outgoing

        self._check_open()
        call = outgoing(operation, options, timeout, self._style)
        call.wire = self._wires.get(operation)
        if call.wire is None:
            wire = self._codec.wire(operation, self._transport.address)
            call.wire = self._wires[operation] = wire
        return hooked(self._hooks, call, options, make)


def closed() -> RuntimeError:
    """What a client that is closed raises."""
    return RuntimeError("the client is closed")


def _checked(hooks: Sequence[Any], *, sync: bool) -> tuple[Any, ...]:
    """The hooks of a client; TypeError if one is not of its kind."""
    if not hooks:
        return ()
    from .hooks import checked_hooks

    return checked_hooks(hooks, sync=sync)
