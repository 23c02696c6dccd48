"""Makes the errors that a made-up service raises: declared ones that fit, else built-in ones."""

from collections.abc import Mapping
from typing import Any

import msgspec

from generator.compare.mock.arguments import Inputs
from generator.compare.mock.generated import Generated
from generator.emit.examples.values import ExampleValues, converted
from generator.model import Api, Field, FieldRole, Operation, Resource
from generator.runtime.codes import Code

_WORDS = {Code.NOT_FOUND: "does not exist", Code.ALREADY_EXISTS: "exists already"}


class Failures:
    """The errors of one contract."""

    def __init__(self, api: Api, generated: Generated, values: ExampleValues) -> None:
        self._api = api
        self._generated = generated
        self._values = values

    def declared(self, name: str, given: Mapping[str, Any]) -> Exception:
        """A declared error with fields that fit: the given ones, else values of their types."""
        declared, chosen = self._api.errors[name], getattr(self._generated.errors, name)
        data = {field.json_name: self._field(field, given) for field in declared.fields}
        struct = converted(data, chosen._struct())
        error: Exception = chosen(declared.description, **msgspec.structs.asdict(struct))
        return error

    def fitting(
        self, operation: Operation, code: Code, resource: Resource, call: Inputs
    ) -> Exception:
        """The declared error that fits best, its fields taken from the call; else a built-in."""
        fitting = [name for name in operation.errors if self._api.errors[name].code is code]
        fitting.sort(key=lambda name: not name.startswith(resource.name))
        if fitting:
            return self.declared(fitting[0], call.raw)
        support = self._generated.support
        text = f"This {resource.singular.title.lower()} {_WORDS[code]}."
        error: Exception = support.ServiceError(text, code=support.Code(code))
        return error

    def bad_token(self, call: Inputs) -> Exception:
        """A page token that no page gave."""
        support = self._generated.support
        pointer = f"/{call.field(FieldRole.PAGE_TOKEN).json_name}"
        violation = support.Violation(pointer, "must be a token that a page of this list gave")
        error: Exception = support.InvalidArgument(violations=[violation])
        return error

    def _field(self, field: Field, given: Mapping[str, Any]) -> Any:
        if field.json_name in given:
            return given[field.json_name]
        return None if field.nullable else self._values.field(field)
