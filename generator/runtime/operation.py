"""One operation as a table entry: how its input is checked and converted in every style."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import jsonschema_rs
import msgspec
from msgspec import UNSET

from .errors import InvalidArgument, ServiceError
from .etag import Etag
from .schema import Schema, violations

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)
class Operation(Generic[T]):
    """What a service offers under one name; the same object serves every style.

    request: the msgspec Struct whose fields are the parameters; response: what comes back.
    timeout: the default deadline of clients, in seconds; attempts: how often they try.
    items: the member of a list's page that holds the items.
    etag: how it takes part in conditional requests, if its resource has entity tags.
    """

    name: str
    method: str
    schema: Schema
    request: type[msgspec.Struct]
    response: type[T] | Any
    errors: tuple[type[ServiceError], ...] = ()
    safe: bool = False
    idempotent: bool = False
    patch: bool = False
    timeout: float | None = None
    attempts: int = 1
    streaming: bool = False
    items: str = ""
    etag: Etag | None = None

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        return self.schema.validator(self.request.__name__)

    def decode(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Plain JSON data by JSON names → the keyword arguments of the service's method.

        Defaults are filled in; what an update leaves out is UNSET.
        Raises InvalidArgument with every violation of the schema.
        """
        if not self._validator.is_valid(raw):
            raise InvalidArgument(violations=[*violations(self._validator, raw)])
        try:
            request = msgspec.convert(raw, self.request)
        except msgspec.ValidationError:
            request = self.schema.convert(raw, self.request)
        return msgspec.structs.asdict(request)

    def encode(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A caller's keyword arguments → values by JSON names, without what was left out.

        None counts as left out, except in an update, where it clears the field.
        """
        names = self._json_names
        if self.patch:
            return {names[k]: v for k, v in values.items() if v is not UNSET}
        return {names[k]: v for k, v in values.items() if v is not UNSET and v is not None}

    @cached_property
    def _json_names(self) -> dict[str, str]:
        return {f.name: f.encode_name for f in msgspec.structs.fields(self.request)}

    def error(self, name: str) -> type[ServiceError] | None:
        """The declared error of this name, if this operation declares it."""
        return self._errors.get(name)

    @cached_property
    def _errors(self) -> dict[str, type[ServiceError]]:
        return {error.__name__: error for error in self.errors}
