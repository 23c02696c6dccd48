"""Turns a contract's operations into commands for a shell, one for each style."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.building.in_memory import Package
from generator.building.readme.calls import NO_VALUE
from generator.building.trial import Trial
from generator.compare.sideways.answers import ScriptedAnswers
from generator.compare.sideways.wire import WireCalls
from generator.emit.examples.values import ExampleValues
from generator.model import Api, Example, FieldRole, Operation, Verb


class Commands:
    """Calls of a contract's operations; ``package`` is the code emitted for it."""

    def __init__(self, trial: Trial, package: Package, secret: str | None = None) -> None:
        """``secret``: what they show as token, key or password; None: placeholders."""
        self._trial = trial
        answers = ScriptedAnswers(trial.api, package)
        self._wire = WireCalls(trial.api, trial.bound.bindings, package, answers, secret)

    def suggested(self, targets: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
        """Operations worth a try, and per style the command that calls each.

        One that is over at once, and one whose server streams, where the contract has them.
        """
        operations = sorted(self._trial.api.operations.values(), key=_is_last)
        kinds = (
            [one for one in operations if not one.streams],
            [one for one in operations if one.stream_output and one.stream_input is None],
        )
        return [found for each in kinds if (found := self._first(each, targets))[1]]

    def _first(
        self, operations: Sequence[Operation], targets: Mapping[str, str]
    ) -> tuple[str, dict[str, str]]:
        for operation in operations:
            if not operation.examples and _needs_an_item(self._trial.api, operation):
                continue  # without an example nothing is there yet
            found = self.of(operation, targets)
            if found:
                return operation.name.text, found
        return "", {}

    def of(self, operation: Operation, targets: Mapping[str, str]) -> dict[str, str]:
        """A call of an operation, by style; none when no input follows from the contract."""
        try:
            arguments = self._wire.arguments(operation, self._input(operation))
            items = self._wire.items(operation, _example(operation))
        except NO_VALUE:
            return {}
        requests = {
            style.name: self._wire.request(operation, style.name, arguments, items)
            for style in self._trial.styles
            if style.name in targets
        }
        return {
            style: self._wire.command(style, targets[style], request)
            for style, request in requests.items()
            if request is not None
        }

    def _input(self, operation: Operation) -> dict[str, Any]:
        """The input of the first example that succeeds, else one that follows from the types."""
        example = _example(operation)
        if example is not None and isinstance(example.input, dict):
            return example.input
        return ExampleValues(self._trial.api).arguments(operation)


def _example(operation: Operation) -> Example | None:
    return next((example for example in operation.examples if example.error is None), None)


def _needs_an_item(api: Api, operation: Operation) -> bool:
    """Whether it is called with the key of something that has to be there."""
    return any(field.role is FieldRole.KEY for field in api.request(operation).fields)


def _is_last(operation: Operation) -> tuple[bool, ...]:
    """What to try first: reading something, and what has an example."""
    return (
        not operation.examples,
        operation.verb is not Verb.GET,
        not operation.safe,
    )
