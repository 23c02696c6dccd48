"""How an operation travels over JSON-RPC: the table that a server and its clients read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.styles.jsonrpc.runtime.messages import Params

# How items travel.
NOTIFICATIONS, RESPONSES = "notifications", "responses"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Method:
    """One operation's method name, and its parameters (JSON names) in their positions.

    stream: how the items travel of an answer that is a stream of them; "": it is none.
    """

    name: str
    operation: Operation[Any]
    params: tuple[str, ...] = ()
    stream: str = ""


class Methods:
    """The methods of a service, by name for servers and by operation for clients."""

    def __init__(self, *methods: Method) -> None:
        self._by_name = {method.name: method for method in methods}
        self._by_operation = {method.operation: method for method in methods}

    def named(self, name: str) -> Method | None:
        """The method of this name, if there is one."""
        return self._by_name.get(name)

    def of(self, operation: Operation[Any]) -> Method:
        """The method that carries an operation."""
        return self._by_operation[operation]

    @property
    def operations(self) -> Iterable[Operation[Any]]:
        """Every operation of the service."""
        return self._by_operation

    def __iter__(self) -> Iterator[Method]:
        return iter(self._by_name.values())


def by_name(method: Method, params: Params | Any) -> dict[str, Any]:
    """Parameters by name, as the schema checks them; one too many by position is a violation."""
    if isinstance(params, dict):
        return params
    if params is UNSET:
        return {}
    most = len(method.params)
    if len(params) > most:
        detail = f"{method.name} takes at most {most} parameters"
        raise InvalidArgument(violations=[Violation(f"/{most}", detail)])
    return dict(zip(method.params, params, strict=False))
