"""Turns a contract, and what was emitted for it, into its comparison."""

from collections.abc import Sequence

from generator.building.in_memory import Package
from generator.building.pipeline import Bound
from generator.building.readme.calls import (
    NO_VALUE,
    UNDERIVABLE,
    ClientCall,
    streams,
)
from generator.building.trial import Trial
from generator.compare.sideways import outline
from generator.compare.sideways.answers import ScriptedAnswers
from generator.compare.sideways.comparison import (
    ComparedCall,
    Comparison,
    Exchange,
    Failure,
    OperationComparison,
    OperationInStyle,
    StyleComparison,
)
from generator.compare.sideways.failures import NOT_CARRIED, FailureTable
from generator.compare.sideways.wire import WireCalls
from generator.emit.credentials import needs, of_scheme
from generator.emit.python.service import signatures
from generator.model import Operation, Verb
from generator.runtime.long_stack import on_a_long_stack
from generator.styles.style import Tool, Toolbox


def compare(trial: Trial, operations: Sequence[str] | None = None) -> Comparison:
    """Compare the styles of a contract; ``operations`` are the names of those to compare."""
    with trial.package(documents=False) as package:
        assembly = _Assembly(trial.bound, package)
        return on_a_long_stack(lambda: assembly.comparison(operations))


class _Assembly:
    def __init__(self, bound: Bound, package: Package) -> None:
        self._api = api = bound.api
        self._styles = [style for style, _ in bound.bindings]
        self._answers = ScriptedAnswers(api, package)
        self._wire = WireCalls(api, bound.bindings, package, self._answers)
        self._failures = FailureTable(api, self._styles, self._wire, self._answers)
        self._signatures = signatures(api)

    def comparison(self, chosen: Sequence[str] | None) -> Comparison:
        api = self._api
        return Comparison(
            title=api.title,
            package=api.package,
            folder=api.folder,
            service=api.service.pascal,
            description=api.description,
            styles=tuple(
                StyleComparison(
                    name=style.name,
                    title=style.title,
                    target=self._wire.targets[style.name],
                    has_tools=isinstance(self._wire.descriptions[style.name], Toolbox),
                )
                for style in self._styles
            ),
            operations=tuple(
                self._operation(operation)
                for operation in api.operations.values()
                if chosen is None or operation.name.text in chosen
            ),
            file=api.file,
            types=outline.types(api),
            errors=outline.errors(api),
            servers=tuple((name, server.filled()) for name, server in api.servers.items()),
            auth=outline.schemes(api),
            signing=next((of_scheme(scheme).headers for scheme in api.auth.values()), ()),
        )

    def _operation(self, operation: Operation) -> OperationComparison:
        calls: tuple[ComparedCall, ...] = ()
        failures: tuple[Failure, ...] = ()
        note = ""
        try:
            found = self._wire.of(operation)
            calls = tuple(self._call(operation, call) for call in found)
            first = min(found, key=lambda call: bool(call.example and call.example.error))
            failures = tuple(self._failures.of(operation, first))
        except NO_VALUE:
            note = UNDERIVABLE
        statuses = _statuses(calls)
        return OperationComparison(
            name=operation.name.text,
            method=self._wire.method(operation),
            description=operation.description,
            verb=operation.verb.value if operation.verb else "",
            resource=operation.resource or "",
            kind=_kind(operation),
            safe=operation.safe,
            idempotent=operation.idempotent,
            cache_seconds=operation.cache.max_age if operation.cache else None,
            auth=needs(operation),
            streams=streams(operation),
            is_list=operation.verb is Verb.LIST,
            server=self._signatures[operation.name.text],
            calls=calls,
            note=note,
            failures=failures,
            styles=tuple(
                OperationInStyle(
                    style=style.name,
                    status=statuses.get(style.name, ""),
                    facts=self._wire.descriptions[style.name].facts(operation),
                    tool=self._tool(style.name, operation),
                )
                for style in self._styles
            ),
        )

    def _tool(self, style: str, operation: Operation) -> Tool | None:
        """What an agent is given of an operation, if the style gives anything to agents."""
        described = self._wire.descriptions[style]
        return described.tool(operation) if isinstance(described, Toolbox) else None

    def _call(self, operation: Operation, call: ClientCall) -> ComparedCall:
        """What becomes of a call in every style."""
        example = call.example
        error = "" if example is None else example.error or ""
        outcome = self._answers.error(error, example) if error else None
        return ComparedCall(
            example="" if example is None else example.name,
            error=error,
            code=call.code,
            short=call.short,
            exchanges=tuple(
                self._exchange(operation, style.name, call, outcome) for style in self._styles
            ),
        )

    def _exchange(
        self,
        operation: Operation,
        style: str,
        call: ClientCall,
        outcome: Exception | None,
    ) -> Exchange:
        request = self._wire.request(operation, style, call.arguments, call.items)
        if request is None:
            why = self._wire.untold(operation, style)
            return Exchange(style=style, request=None, answer=None, command="", reason=why)
        self._answers.begin(operation, call.example, outcome)
        answer = self._wire.answer(style, request, streams=operation.streams)
        return Exchange(
            style=style,
            request=self._wire.show(style, request),
            answer=answer,
            command=self._wire.command(style, self._wire.targets[style], request),
        )


def _kind(operation: Operation) -> str:
    if streams(operation):
        return "stream"
    return "function" if operation.verb in (None, Verb.CALL) else "resource"


def _statuses(calls: Sequence[ComparedCall]) -> dict[str, str]:
    """How the first call that succeeds is answered, by style."""
    for call in calls:
        if not call.error:
            return {
                exchange.style: exchange.answer.status if exchange.answer else NOT_CARRIED
                for exchange in call.exchanges
            }
    return {}
