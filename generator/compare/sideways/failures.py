"""Tells how an operation fails, and how each failure arrives: by failing, in every style."""

from collections.abc import Iterator, Sequence

from generator.building.readme.calls import NO_VALUE, ClientCall
from generator.building.readme.errors import error_cases
from generator.compare.sideways.answers import ScriptedAnswers
from generator.compare.sideways.comparison import Failure
from generator.compare.sideways.wire import WireCalls
from generator.model import Api, Operation
from generator.runtime.codes import Code
from generator.styles.style import AnyStyle, ErrorCase

NOT_CARRIED = "—"  # how nothing arrives over a style that cannot carry the call

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
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, operation: Operation, call: ClientCall) -> Iterator[Failure]:
        """The declared errors, then those that the contract brings about by itself.

        Those of an operation that streams may arrive in another way than those of others.
        """
        streams = operation.name.text if operation.streams else ""
        for case in error_cases(self._api, operation):
            try:
                error = self._error(case)
            except NO_VALUE:
                continue  # its fields need values that nothing tells
            key = case.name, streams
            if key not in self._known:
                self._known[key] = {
                    style.name: self._status(operation, style.name, call, case, error)
                    for style in self._styles
                }
            statuses = self._known[key]
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

    def _status(
        self, operation: Operation, style: str, call: ClientCall, case: ErrorCase, error: Exception
    ) -> str:
        refused = not case.declared and case.code in _OF_CALLERS
        if refused and not self._answers.asks:
            return self._wire.descriptions[style].failure(operation, case)
        signed = not refused or case.code is not Code.UNAUTHENTICATED
        request = self._wire.request(operation, style, call.arguments, call.items, signed=signed)
        if request is None:
            return NOT_CARRIED
        self._answers.begin(operation, outcome=None if refused else error, scoped=not refused)
        return self._wire.answer(style, request, streams=operation.streams).status
