"""Tells how an operation fails, and how each failure arrives: by failing, in every style."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.building.readme.calls import NO_VALUE
from generator.building.readme.errors import error_cases
from generator.compare.sideways.answers import ScriptedAnswers
from generator.compare.sideways.comparison import Failure
from generator.compare.sideways.wire import WireCalls
from generator.model import Api, Operation
from generator.runtime.codes import Code
from generator.styles.style import AnyStyle, ErrorCase

# What a server says to callers before it asks the service.
_OF_CALLERS = (Code.UNAUTHENTICATED, Code.PERMISSION_DENIED)


class FailureTable:
    """The failures of one contract; each is tried once, and then known."""

    def __init__(
        self, api: Api, styles: Sequence[AnyStyle], wire: WireCalls, answers: ScriptedAnswers
    ) -> None:
        self._api = api
        self._errors = wire.load("_support.errors")
        self._styles = styles
        self._wire = wire
        self._answers = answers
        self._known: dict[str, dict[str, str]] = {}

    def of(self, operation: Operation, arguments: Mapping[str, Any]) -> Iterator[Failure]:
        """The declared errors, then those that the contract brings about by itself."""
        for case in error_cases(self._api, operation):
            try:
                error = self._error(case)
            except NO_VALUE:
                continue  # its fields need values that nothing tells
            if case.name not in self._known:
                self._known[case.name] = {
                    style.name: self._described(operation, style.name, case)
                    if not case.declared and case.code in _OF_CALLERS
                    else self._status(operation, style.name, arguments, error)
                    for style in self._styles
                }
            statuses = self._known[case.name]
            yield Failure(
                name=case.name, code=case.code.value, declared=case.declared, statuses=statuses
            )

    def _error(self, case: ErrorCase) -> Exception:
        """As a service would raise it."""
        if case.declared:
            return self._answers.error(case.name)
        error: Exception
        if case.code is Code.INVALID_ARGUMENT:
            violations = [self._errors.Violation("/name", "is invalid")]
            error = self._errors.InvalidArgument(violations=violations)
        elif case.reason:
            error = self._errors.condition(case.reason, "", None)
        else:
            error = self._errors.ServiceError(code=case.code)
        return error

    def _described(self, operation: Operation, style: str, case: ErrorCase) -> str:
        """How a server refuses a caller: the one of a comparison lets everybody in."""
        return self._wire.descriptions[style].failure(operation, case)

    def _status(
        self, operation: Operation, style: str, arguments: Mapping[str, Any], error: Exception
    ) -> str:
        request = self._wire.request(operation, style, arguments)
        self._answers.begin(operation, outcome=error)
        return self._wire.answer(style, request).status
