"""How an operation travels over JSON-RPC: the table that a server and its clients read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Method:
    """One operation's method name, and its parameters (JSON names) in their positions."""

    name: str
    operation: Operation[Any]
    params: tuple[str, ...] = ()


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
