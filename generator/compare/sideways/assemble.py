"""Turns a contract, and what was emitted for it, into its comparison."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from generator.compare.mock.values import Underivable, Values
from generator.compare.sideways import expression, outline
from generator.compare.sideways.answers import Answers
from generator.compare.sideways.comparison import (
    Call,
    Comparison,
    Exchange,
    Failure,
    OperationComparison,
    OperationInStyle,
    StyleComparison,
)
from generator.compare.sideways.credentials import of_scheme
from generator.compare.sideways.failures import Failures
from generator.compare.sideways.loading import Package, importable
from generator.compare.sideways.service import methods
from generator.compare.sideways.targets import local_targets
from generator.compare.sideways.wire import Wire
from generator.emit.python.service import service_name
from generator.emit.support import lent
from generator.model import Api, AuthChoice, Example, Operation, Verb
from generator.runtime.deep import on_a_long_stack
from generator.styles.style import AnyStyle

_STREAMS = (
    "This operation streams; its specs show how. "
    "The generated servers and clients answer it with unimplemented so far."
)
_UNDERIVABLE = "No example follows from the contract: give this operation one."
# Why there may be no value: nothing follows from the types, or not all of what they ask.
_NONE = (Underivable, msgspec.ValidationError)

Bindings = Sequence[tuple[AnyStyle, Any]]


def comparison(
    api: Api,
    bindings: Bindings,
    files: Mapping[str, bytes],
    *,
    chosen: Sequence[str] | None = None,
) -> Comparison:
    """Compare the styles of a contract; ``files`` is its code, emitted, below the output folder.

    chosen: the names of the operations to compare, all of them when it is None.
    """
    styles = [style for style, _ in bindings]
    with importable(_called(api, styles, files), lent(styles)) as package:
        assembly = _Assembly(api, bindings, files, package)
        return on_a_long_stack(lambda: assembly.comparison(chosen))


def _called(api: Api, styles: Sequence[AnyStyle], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The code without the asynchronous clients, the last class of a file: none is called here.

    They are a tenth of what it costs to compare a large contract.
    """
    found = dict(files)
    for style in styles:
        path = f"{api.folder}/{style.name}/client.py"
        found[path] = files[path].partition(b"\nclass AsyncClient(")[0]
    return found


class _Assembly:
    def __init__(
        self, api: Api, bindings: Bindings, files: Mapping[str, bytes], package: Package
    ) -> None:
        self._api = api
        self._bindings = bindings
        self._styles = [style for style, _ in bindings]
        self._answers = Answers(api, package)
        self._wire = Wire(api, package, self._styles, self._answers)
        self._failures = Failures(api, package, self._styles, self._wire, self._answers)
        self._values = Values(api)
        self._targets = local_targets(self._styles)
        service = files[f"{api.folder}/service.py"].decode()
        self._signatures = methods(service, service_name(api))

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
                    name=style.name, title=style.title, target=self._targets[style.name]
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
        calls: tuple[Call, ...] = ()
        failures: tuple[Failure, ...] = ()
        note = ""
        if streams(operation):
            note = _STREAMS
        else:
            try:
                calls = tuple(self._calls(operation))
                failures = tuple(self._failures.of(operation, self._first(operation)))
            except _NONE:
                note = _UNDERIVABLE
        method = self._wire.method(operation)
        statuses = _statuses(calls)
        return OperationComparison(
            name=operation.name.text,
            method=method,
            description=operation.description,
            verb=operation.verb.value if operation.verb else "",
            resource=operation.resource or "",
            kind=_kind(operation),
            safe=operation.safe,
            idempotent=operation.idempotent,
            cache_seconds=operation.cache.max_age if operation.cache else None,
            auth=tuple(map(_auth, operation.auth)),
            streams=streams(operation),
            is_list=operation.verb is Verb.LIST,
            server=self._signatures[method],
            calls=calls,
            note=note,
            failures=failures,
            styles=tuple(
                OperationInStyle(
                    style=style.name,
                    status=statuses.get(style.name, ""),
                    facts=style.facts(self._api, binding, operation),
                )
                for style, binding in self._bindings
            ),
        )

    def _calls(self, operation: Operation) -> Iterator[Call]:
        if not any(example.error is None for example in operation.examples):
            try:
                yield self._call(operation, None)
            except _NONE:
                if not operation.examples:
                    raise
        for example in operation.examples:
            yield self._call(operation, example)

    def _call(self, operation: Operation, example: Example | None) -> Call:
        """One call; without an example, one that follows from the types."""
        arguments = self._arguments(operation, example)
        code = self._wire.code(operation, arguments)
        error = "" if example is None else example.error or ""
        outcome = self._answers.error(error, example) if error else None
        return Call(
            example="" if example is None else example.name,
            error=error,
            code=expression.layout(code),
            short=expression.one_line(code),
            exchanges=tuple(
                self._exchange(operation, style.name, example, arguments, outcome)
                for style in self._styles
            ),
        )

    def _first(self, operation: Operation) -> dict[str, Any]:
        """The arguments of an example, of one that succeeds if there is any."""
        examples = sorted(operation.examples, key=lambda example: example.error is not None)
        return self._arguments(operation, examples[0] if examples else None)

    def _arguments(self, operation: Operation, example: Example | None = None) -> dict[str, Any]:
        if example is None:
            return self._wire.arguments(operation, self._values.arguments(operation))
        assert isinstance(example.input, dict | None)
        return self._wire.arguments(operation, example.input or {})

    def _exchange(
        self,
        operation: Operation,
        style: str,
        example: Example | None,
        arguments: Mapping[str, Any],
        outcome: Exception | None,
    ) -> Exchange:
        request = self._wire.request(operation, style, arguments)
        self._answers.begin(operation, example, outcome)
        answer = self._wire.answer(style, request)
        return Exchange(
            style=style,
            request=self._wire.show(style, request),
            answer=answer,
            command=self._wire.command(style, self._targets[style], request),
        )


def streams(operation: Operation) -> str:
    """Which way an operation streams, in words; "" when it does not."""
    match operation.stream_input is not None, operation.stream_output:
        case True, True:
            return "both ways"
        case True, False:
            return "from the client"
        case False, True:
            return "from the server"
        case _:
            return ""


def _auth(choice: AuthChoice) -> str:
    scopes = ", ".join(choice.scopes)
    return f"{choice.scheme} ({scopes})" if scopes else choice.scheme


def _kind(operation: Operation) -> str:
    if streams(operation):
        return "stream"
    return "function" if operation.verb in (None, Verb.CALL) else "resource"


def _statuses(calls: Sequence[Call]) -> dict[str, str]:
    """How the first call that succeeds is answered, by style."""
    for call in calls:
        if not call.error:
            return {exchange.style: exchange.answer.status for exchange in call.exchanges}
    return {}
