"""Tells how an operation can fail, and how each failure arrives: by failing, in every style."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from generator.compare.mock.values import Underivable
from generator.compare.sideways.answers import Answers
from generator.compare.sideways.comparison import Failure
from generator.compare.sideways.loading import Package
from generator.compare.sideways.wire import Wire
from generator.model import Api, NamedRef, Operation, Verb
from generator.runtime.codes import Code
from generator.styles.style import AnyStyle


class Failures:
    """The failures of one contract; each is tried once, and then known."""

    def __init__(
        self,
        api: Api,
        package: Package,
        styles: Sequence[AnyStyle],
        wire: Wire,
        answers: Answers,
    ) -> None:
        self._api = api
        self._errors = package.load("_support.errors")
        self._codes = package.load("_support.codes").Code
        self._styles = styles
        self._wire = wire
        self._answers = answers
        self._known: dict[str, dict[str, str]] = {}

    def of(self, operation: Operation, arguments: Mapping[str, Any]) -> Iterator[Failure]:
        """The declared errors, then those that the contract brings about by itself."""
        for name in operation.errors:
            try:
                error = self._answers.error(name)
            except (Underivable, msgspec.ValidationError):
                continue  # its fields need values that nothing tells
            code = self._api.errors[name].code
            yield self._failure(operation, arguments, name, code, error, declared=True)
        for name, error in self._built_in(operation):
            yield self._failure(operation, arguments, name, Code(error.code), error)

    def _failure(
        self,
        operation: Operation,
        arguments: Mapping[str, Any],
        name: str,
        code: Code,
        error: Exception,
        *,
        declared: bool = False,
    ) -> Failure:
        if name not in self._known:
            self._known[name] = {
                style.name: self._status(operation, style.name, arguments, error)
                for style in self._styles
            }
        return Failure(name=name, code=code.value, declared=declared, statuses=self._known[name])

    def _status(
        self, operation: Operation, style: str, arguments: Mapping[str, Any], error: Exception
    ) -> str:
        request = self._wire.request(operation, style, arguments)
        self._answers.begin(operation, outcome=error)
        return self._wire.answer(style, request).status

    def _built_in(self, operation: Operation) -> Iterator[tuple[str, Any]]:
        errors, codes = self._errors, self._codes
        if self._api.request(operation).fields:
            violations = [errors.Violation("/name", "is invalid")]
            yield "invalid input", errors.InvalidArgument(violations=violations)
        if operation.auth:
            yield "not signed in", errors.ServiceError(code=codes.UNAUTHENTICATED)
        resource = self._api.resources.get(operation.resource or "")
        if resource is None or resource.etag is None:
            return
        if operation.safe and operation.output == NamedRef(name=resource.record):
            yield "not changed", errors.NotModified()
        if not operation.safe and operation.verb is not Verb.CREATE:
            yield "changed meanwhile", errors.PreconditionFailed()
            if resource.require_if_match:
                yield "no entity tag", errors.PreconditionRequired()
