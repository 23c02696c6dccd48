"""Turns a contract's operations into commands for a shell, one for each style."""

from collections.abc import Mapping
from typing import Any

from generator.building.in_memory import Package
from generator.building.readme.calls import NO_VALUE, streams
from generator.building.trial import Trial
from generator.compare.sideways.answers import ScriptedAnswers
from generator.compare.sideways.wire import WireCalls
from generator.emit.examples.values import ExampleValues
from generator.model import Api, FieldRole, Operation, Verb


class Commands:
    """Calls of a contract's operations; ``package`` is the code emitted for it."""

    def __init__(self, trial: Trial, package: Package, secret: str | None = None) -> None:
        """``secret``: what they show as token, key or password; None: placeholders."""
        self._trial = trial
        answers = ScriptedAnswers(trial.api, package)
        self._wire = WireCalls(trial.api, trial.bound.bindings, package, answers, secret)

    def suggested(self, targets: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """An operation worth a try, and per style the command that calls it; "" for none."""
        for operation in sorted(self._trial.api.operations.values(), key=_is_last):
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
        except NO_VALUE:
            return {}
        return {
            style.name: self._wire.command(
                style.name,
                targets[style.name],
                self._wire.request(operation, style.name, arguments),
            )
            for style in self._trial.styles
            if style.name in targets
        }

    def _input(self, operation: Operation) -> dict[str, Any]:
        """The input of the first example that succeeds, else one that follows from the types."""
        for example in operation.examples:
            if example.error is None and isinstance(example.input, dict):
                return example.input
        return ExampleValues(self._trial.api).arguments(operation)


def _needs_an_item(api: Api, operation: Operation) -> bool:
    """Whether it is called with the key of something that has to be there."""
    return any(field.role is FieldRole.KEY for field in api.request(operation).fields)


def _is_last(operation: Operation) -> tuple[bool, ...]:
    """What to try first: reading something, and what has an example."""
    return (
        bool(streams(operation)),
        not operation.examples,
        operation.verb is not Verb.GET,
        not operation.safe,
    )
