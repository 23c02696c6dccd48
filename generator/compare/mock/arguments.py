"""Turns the arguments of a call into what each of them is for: keys, filters, data."""

from collections.abc import Mapping
from typing import Any

import msgspec

from generator.emit.python.code import member
from generator.model import Field, FieldRole, Record


class Inputs:
    """The arguments of one call, by what they are for."""

    def __init__(self, request: Record, arguments: msgspec.Struct) -> None:
        self._fields = request.fields
        self._arguments = arguments
        self.raw: dict[str, Any] = msgspec.to_builtins(arguments)

    @property
    def keys(self) -> tuple[str | int, ...]:
        """The keys of the path, ancestors first, in wire form."""
        return tuple(self.raw[f.json_name] for f in self._fields if f.role is FieldRole.KEY)

    @property
    def data(self) -> dict[str, Any]:
        """What is to be kept: the plain parameters, in wire form."""
        names = [field.json_name for field in self._fields if field.role is FieldRole.PLAIN]
        return {name: self.raw[name] for name in names if name in self.raw}

    def by_role(self, role: FieldRole) -> Mapping[str, Any]:
        """The Python values of the parameters of a role."""
        names = [member(field.name) for field in self._fields if field.role is role]
        return {name: getattr(self._arguments, name) for name in names}

    def one(self, role: FieldRole) -> Any:
        """The value of the only parameter of a role; None where there is none."""
        return next(iter(self.by_role(role).values()), None)

    def field(self, role: FieldRole) -> Field:
        """The only parameter of a role."""
        return next(field for field in self._fields if field.role is role)
