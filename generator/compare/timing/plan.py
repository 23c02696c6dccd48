"""Decides what is called: the arguments of every operation, and what the service answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from generator.building.in_memory import Package
from generator.building.readme.calls import NO_VALUE, ExampleCalls, streams
from generator.building.trial import Trial
from generator.compare.sideways.answers import ScriptedAnswers, finished
from generator.compare.timing.output import EncodedOutput
from generator.compare.timing.result import Skipped
from generator.emit.credentials import credentials, of_scheme
from generator.emit.examples.values import ExampleValues, converted
from generator.emit.python.code import member
from generator.model import Example, Json, NamedRef, Operation, Verb
from generator.styles.style import Facts


@dataclass(frozen=True, kw_only=True)
class Task:
    """One operation to measure: its method on clients, the arguments, the styles that carry it."""

    operation: str
    method: str
    arguments: Mapping[str, Any]
    is_list: bool
    styles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StreamTask:
    """One operation that streams, and the styles that carry it.

    way: as people say it; takes: the parameter for what the client streams, "" without one, and
    items: some of it, to be sent in turn; gives: whether items come back.
    """

    operation: str
    method: str
    arguments: Mapping[str, Any]
    way: str
    takes: str
    items: tuple[Any, ...]
    gives: bool
    styles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TimingPlan:
    """What to call, what to answer, and what is left out; asks: whether servers ask who calls."""

    tasks: tuple[Task, ...]
    streams: tuple[StreamTask, ...]
    asks: bool
    answers: tuple[EncodedOutput, ...]
    skipped: tuple[Skipped, ...]


def plan(trial: Trial, package: Package, chosen: Sequence[str] | None) -> TimingPlan:
    """Plan the calls of a contract, from its examples where there are some."""
    return _Planner(trial, package).plan(chosen)


class _Planner:
    def __init__(self, trial: Trial, package: Package) -> None:
        self._api = api = trial.api
        self._styles = trial.styles
        self._answers = ScriptedAnswers(api, package)
        self._calls = ExampleCalls(api, trial.bound.bindings, package, _no_tag)
        self._values = ExampleValues(api)
        self._options = package.load("_support.call").CallOptions
        table = package.load(f"{api.folder}.operations").OPERATIONS
        self._entries = {entry.name: entry for entry in table}
        self._outputs: dict[str, Any] = {}  # by method

    def plan(self, chosen: Sequence[str] | None) -> TimingPlan:
        reasons = {
            operation.name.text: self._answer(operation)
            for operation in self._api.operations.values()
        }
        tasks: list[Task] = []
        flowing: list[StreamTask] = []
        skipped: list[Skipped] = []
        for operation in self._api.operations.values():
            name = operation.name.text
            if chosen is not None and name not in chosen:
                continue
            if reasons[name]:
                skipped += [
                    Skipped(operation=name, style=style.name, reason=reasons[name])
                    for style in self._styles
                ]
                continue
            skipped += self._not_carried(operation)
            if operation.streams:
                flowing.append(self._stream(operation))
            else:
                tasks.append(self._task(operation))
        answers = tuple(
            EncodedOutput(method=method, value=msgspec.Raw(msgspec.json.encode(output)))
            for method, output in self._outputs.items()
        )
        return TimingPlan(
            tasks=tuple(tasks),
            streams=tuple(flowing),
            asks=self._asks(),
            answers=answers,
            skipped=tuple(skipped),
        )

    def _asks(self) -> bool:
        """Whether credentials in headers are enough for all operations that want some."""
        found = (operation.auth[0] for operation in self._api.operations.values() if operation.auth)
        schemes = [self._api.auth[one.scheme] for choice in found for one in choice]
        return bool(schemes) and all(of_scheme(scheme).headers for scheme in schemes)

    def _answer(self, operation: Operation) -> str:
        """Find what the operation answers; the reason why not, or ""."""
        if any(body and body.chunks for body in (operation.body_in, operation.body_out)):
            return "a file comes in pieces of the transport's own choice"
        try:
            self._calls.items(operation, _example(operation))
            output = self._output(operation)
        except NO_VALUE:
            return "no call follows from the contract: give it an example"
        self._outputs[self._calls.method(operation)] = output
        return ""

    def _stream(self, operation: Operation) -> StreamTask:
        task = self._task(operation)
        return StreamTask(
            operation=task.operation,
            method=task.method,
            arguments=task.arguments,
            way=streams(operation),
            takes=member(operation.incoming) if operation.incoming is not None else "",
            items=self._calls.items(operation, _example(operation)),
            gives=operation.stream_output,
            styles=task.styles,
        )

    def _not_carried(self, operation: Operation) -> Iterator[Skipped]:
        for style, one in self._facts(operation).items():
            if not one.carried:
                name = operation.name.text
                yield Skipped(operation=name, style=style, reason=one.not_carried)

    def _facts(self, operation: Operation) -> dict[str, Facts]:
        return {name: one.facts(operation) for name, one in self._calls.descriptions.items()}

    def _task(self, operation: Operation) -> Task:
        arguments = self._calls.arguments(operation, self._input(operation))
        options: dict[str, Any] = {}
        etag = self._entries[operation.name.text].etag
        if etag is not None and etag.required:
            options["if_match"] = etag.of(self._outputs[etag.get])
        signing = credentials(self._api, operation)
        if signing.headers:
            options["headers"] = dict(signing.headers)
        if options:
            arguments["options"] = self._options(**options)
        return Task(
            operation=operation.name.text,
            method=self._calls.method(operation),
            arguments=arguments,
            is_list=operation.verb is Verb.LIST,
            styles=self._carrying(operation),
        )

    def _carrying(self, operation: Operation) -> tuple[str, ...]:
        return tuple(style for style, one in self._facts(operation).items() if one.carried)

    def _input(self, operation: Operation) -> Mapping[str, Json]:
        """The input of the example, else one made up from the types."""
        example = _example(operation)
        if example is not None and isinstance(example.input, dict):
            return example.input
        return self._values.arguments(operation)

    def _output(self, operation: Operation) -> Any:
        """What the derived service answers; a list that would be empty gets an item."""
        arguments = self._calls.arguments(operation, self._input(operation))
        self._answers.begin(operation, _example(operation))
        if operation.stream_output:
            return list(self._answers.streamed(operation))
        if operation.streams:
            return self._answers.result(operation)
        serve = getattr(self._answers.service, self._calls.method(operation))
        output = finished(serve(**arguments))
        if operation.verb is not Verb.LIST:
            return output
        entry = self._entries[operation.name.text]
        items = getattr(output, entry.items) or [self._item(operation, entry.response)]
        return entry.response(**{entry.items: items})

    def _item(self, operation: Operation, page: Any) -> Any:
        """An item for a list that would be empty, made up from its type."""
        assert operation.resource is not None
        record = self._api.resources[operation.resource].record
        value = ExampleValues(self._api, output=True).of(NamedRef(name=record))
        document = {field: [value] for field in page.__struct_encode_fields__[:1]}
        return getattr(converted(document, page), page.__struct_fields__[0])[0]


def _no_tag(_operation: Operation, _arguments: Mapping[str, Any]) -> None:
    """Those of what is answered, which is not known yet, are added when all answers are."""


def _example(operation: Operation) -> Example | None:
    """The first example that succeeds."""
    return next((example for example in operation.examples if example.error is None), None)
