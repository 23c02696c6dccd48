"""Decides what is called: the arguments of every operation, and what the service answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from generator.compare.mock.values import Underivable, Values, converted
from generator.compare.sideways.answers import Answers, finished
from generator.compare.sideways.assemble import streams
from generator.compare.sideways.credentials import credentials
from generator.compare.sideways.loading import Package
from generator.compare.sideways.wire import Wire
from generator.compare.timing.answer import Answer
from generator.compare.timing.result import Skipped
from generator.model import Api, Example, Json, NamedRef, Operation, Verb
from generator.styles.style import AnyStyle


@dataclass(frozen=True, kw_only=True)
class Task:
    """One operation to measure: its method on clients, and the arguments of the call."""

    operation: str
    method: str
    arguments: Mapping[str, Any]
    is_list: bool


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to call, what to answer, and what is left out."""

    tasks: tuple[Task, ...]
    answers: tuple[Answer, ...]
    skipped: tuple[Skipped, ...]


def plan(
    api: Api,
    package: Package,
    styles: Sequence[AnyStyle],
    chosen: Sequence[str] | None,
) -> Plan:
    """Plan the calls of a contract, from its examples where there are some."""
    return _Planner(api, package, styles).plan(chosen)


class _Planner:
    def __init__(self, api: Api, package: Package, styles: Sequence[AnyStyle]) -> None:
        self._api = api
        self._styles = styles
        self._answers = Answers(api, package)
        self._wire = Wire(api, package, styles, self._answers)
        self._values = Values(api)
        self._options = package.load("_support.call").CallOptions
        table = package.load(f"{api.folder}.operations").OPERATIONS
        self._entries = {entry.name: entry for entry in table}
        self._outputs: dict[str, Any] = {}  # by method

    def plan(self, chosen: Sequence[str] | None) -> Plan:
        reasons = {
            operation.name.text: self._answer(operation)
            for operation in self._api.operations.values()
        }
        tasks, skipped = [], []
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
            tasks.append(self._task(operation))
        answers = tuple(
            Answer(method=method, value=msgspec.Raw(msgspec.json.encode(output)))
            for method, output in self._outputs.items()
        )
        return Plan(tasks=tuple(tasks), answers=answers, skipped=tuple(skipped))

    def _answer(self, operation: Operation) -> str:
        """Find what the operation answers; the reason why not, or ""."""
        if streams(operation):
            return "it streams"
        try:
            output = self._output(operation)
        except (Underivable, msgspec.ValidationError):
            return "no call follows from the contract: give it an example"
        self._outputs[self._wire.method(operation)] = output
        return ""

    def _task(self, operation: Operation) -> Task:
        arguments = self._wire.arguments(operation, self._input(operation))
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
            method=self._wire.method(operation),
            arguments=arguments,
            is_list=operation.verb is Verb.LIST,
        )

    def _input(self, operation: Operation) -> Mapping[str, Json]:
        """The input of the example, else one made up from the types."""
        example = _example(operation)
        if example is not None and isinstance(example.input, dict):
            return example.input
        return self._values.arguments(operation)

    def _output(self, operation: Operation) -> Any:
        """What the derived service answers; a list that would be empty gets an item."""
        arguments = self._wire.arguments(operation, self._input(operation))
        arguments.pop("options", None)
        self._answers.begin(operation, _example(operation))
        serve = getattr(self._answers.service, self._wire.method(operation))
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
        value = Values(self._api, output=True).of(NamedRef(name=record))
        document = {field: [value] for field in page.__struct_encode_fields__[:1]}
        return getattr(converted(document, page), page.__struct_fields__[0])[0]


def _example(operation: Operation) -> Example | None:
    """The first example that succeeds."""
    return next((example for example in operation.examples if example.error is None), None)
