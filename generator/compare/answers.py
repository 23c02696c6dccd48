"""Makes the service that a comparison calls: every operation answers with what its example says.

Without an example the answer follows from the types, the same every time.
"""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import msgspec

from generator.compare.loading import Package
from generator.derive.values import Values
from generator.model import Api, Json, Operation


def output(values: Values, operation: Operation, response: Any) -> Any:
    """What the operation answers: the first example's output, else a value of its type."""
    if operation.binary is not None:
        return operation.name.text.encode()
    if operation.output is None:
        return None
    for example in operation.examples:
        if example.output is not None:
            return msgspec.convert(example.output, response)
    return msgspec.convert(values.of(operation.output), response)


def declared_error(
    api: Api, errors: ModuleType, values: Values, name: str, given: Json = None
) -> Exception:
    """A declared error with fields that fit: the given ones, else values of their types."""
    declared, chosen = api.errors[name], getattr(errors, name)
    known = given if isinstance(given, dict) else {}
    data: dict[str, Any] = {
        field.json_name: None if field.nullable else values.field(field)
        for field in declared.fields
        if field.json_name not in known
    }
    struct = msgspec.convert(data | known, chosen.struct())
    error: Exception = chosen(declared.description, **msgspec.structs.asdict(struct))
    return error


class Answers:
    """``service`` answers, or fails with ``outcome`` while that is set."""

    def __init__(self, api: Api, package: Package) -> None:
        self.outcome: Exception | None = None
        self._api = api
        self._values = Values(api, output=True)
        self._errors = package.load(f"{api.folder}.errors")
        self._entries = {
            entry.name: entry for entry in package.load(f"{api.folder}.operations").OPERATIONS
        }
        methods = {
            self._entries[operation.name.text].method: self._method(operation)
            for operation in api.operations.values()
        }
        self._by_method = dict(
            zip(methods, api.operations.values(), strict=True)
        )  # in the same order
        self.service = SimpleNamespace(**methods)

    def output(self, operation: Operation) -> Any:
        """What the operation answers; Underivable when nothing follows from the contract."""
        return output(self._values, operation, self._entries[operation.name.text].response)

    def if_match(self, operation: Operation) -> str | None:
        """The entity tag without which the contract refuses the call, where it does."""
        etag = self._entries[operation.name.text].etag
        if etag is None or not etag.required:
            return None
        tag: str = etag.of(self.output(self._by_method[etag.get]))
        return tag

    def error(self, name: str, fields: Json = None) -> Exception:
        """A declared error, as a service would raise it."""
        return declared_error(self._api, self._errors, self._values, name, fields)

    def _method(self, operation: Operation) -> Callable[..., Any]:
        async def answer(**_: Any) -> Any:
            if self.outcome is not None:
                raise self.outcome
            return self.output(operation)

        return answer
