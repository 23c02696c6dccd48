"""How an operation travels over XML-RPC: the table that a server and its clients read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.runtime.errors import InvalidArgument, Violation
from generator.runtime.operation import Operation
from generator.styles.xmlrpc.runtime.reading import Reader
from generator.styles.xmlrpc.runtime.scalars import Base64
from generator.styles.xmlrpc.runtime.writing import Writer

_TEXTS = (str, Base64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Method:
    """One operation's method name, and its parameters (JSON names) in their positions."""

    name: str
    operation: Operation[Any]
    params: tuple[str, ...] = ()

    def raw(self, params: list[Any], *, marked: bool) -> dict[str, Any]:
        """The parameters of a call by name, as plain JSON data that the schema checks.

        A struct that is the only one holds them by name; else they are in their positions, and
        one too many is a violation.
        """
        given = params[0] if len(params) == 1 and type(params[0]) is dict else None
        if given is None:
            most = len(self.params)
            if len(params) > most:
                detail = f"{self.name} takes at most {most} parameters"
                raise InvalidArgument(violations=[Violation(f"/{most}", detail)])
            given = dict(zip(self.params, params, strict=False))
        reader = self._reader
        if not (marked or reader.always):
            return given
        takes = self.operation.takes
        file = None if takes is None else given.pop(takes.parameter, None)
        raw: dict[str, Any] = reader.read(given)
        if takes is not None and type(file) in _TEXTS:
            raw[takes.parameter] = str(file)
        return raw

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.operation.request)

    @cached_property
    def result(self) -> Callable[[Any], str]:
        """What writes a result; where there is none, an empty text, which all clients read."""
        response = self.operation.response
        return _nothing if response is None else Writer(response).write


def _nothing(result: Any) -> str:
    del result
    return "<string></string>"


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
