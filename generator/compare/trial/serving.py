"""Turns a prepared contract into running servers: the emitted ones, around its derived service."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from generator.compare.mock import Derived, Generated, MemoryStore, Store, seed
from generator.compare.mock.sqlite import SqliteStore, StoreError
from generator.compare.mock.values import Underivable, Values
from generator.compare.sideways.answers import Answers
from generator.compare.sideways.assemble import streams
from generator.compare.sideways.loading import Package
from generator.compare.sideways.wire import Wire
from generator.compare.trial.prepare import Trial
from generator.model import Api, FieldRole, Operation, Verb
from generator.styles.style import AnyStyle

Announce = Callable[[Mapping[str, str]], None]


class CannotServe(Exception):
    """An address in use, a file that is not a database, …: the message says it."""


@contextmanager
def serving(trial: Trial, database: Path | None) -> Iterator["Serving"]:
    """A contract's servers, ready to run; with a database, the data is kept there."""
    with trial.package() as package:
        generated = Generated.load(package.load, trial.api.folder)
        try:
            store, is_new = _store(trial, generated, database)
        except StoreError as error:
            raise CannotServe(str(error)) from None
        with closing(store):
            derived = Derived(trial.api, generated, store)
            if is_new:
                seed(derived)
            yield Serving(trial, package, derived)


def _store(trial: Trial, generated: Generated, database: Path | None) -> tuple[Store, bool]:
    if database is None:
        return MemoryStore(), True
    store = SqliteStore(database, trial.api.package, generated.kinds(trial.api))
    return store, store.is_new


class Serving:
    """What has been prepared."""

    def __init__(self, trial: Trial, package: Package, derived: Derived) -> None:
        self._trial = trial
        self._package = package
        self._derived = derived

    def remarks(self) -> list[str]:
        """What the service does not do as its contract may mean it, a line each."""
        operations = self._trial.api.operations.values()
        found = {
            "Always the same answer": [
                operation.name.text
                for operation in operations
                if not streams(operation) and self._derived.is_made_up(operation)
            ],
            "Unimplemented, since it streams": [o.name.text for o in operations if streams(o)],
            "Filters that let everything pass": [
                f"{parameter.name.text} of {operation.name.text}"
                for operation, parameter in self._derived.idle_filters()
            ],
        }
        return [f"{what}: {', '.join(names)}" for what, names in found.items() if names]

    def run(
        self, addresses: Mapping[str, str], announce: Announce, *, grace: float, threads: int
    ) -> None:
        """Serve each style at its address until SIGINT or SIGTERM; raises CannotServe."""
        hosts = self._package.load(f"{self._trial.api.folder}.serving")
        support = self._package.load("_support.serve")
        try:
            support.run(
                hosts.__name__,
                hosts.HOSTS,
                self._derived.service,
                addresses,
                support.Settings(grace=grace, threads=threads),
                announce=announce,
            )
        except support.ServeError as error:
            raise CannotServe(str(error)) from None

    def commands(self, targets: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """An operation worth a try, and per style the command that calls it."""
        commands = Commands(self._trial, self._package)
        for operation in sorted(self._trial.api.operations.values(), key=_is_last):
            if not operation.examples and _needs_an_item(self._trial.api, operation):
                continue  # without an example nothing is there yet
            found = commands.of(operation, targets)
            if found:
                return operation.name.text, found
        return "", {}


class Commands:
    """Calls of a contract's operations, as commands for a shell."""

    def __init__(self, trial: Trial, package: Package) -> None:
        self._trial = trial
        self._wire = Wire(trial.api, package, trial.styles, Answers(trial.api, package))

    def of(self, operation: Operation, targets: Mapping[str, str]) -> dict[str, str]:
        """A call of an operation, by style; none when no input follows from the contract."""
        try:
            arguments = self._wire.arguments(operation, _input(self._trial, operation))
        except (Underivable, msgspec.ValidationError):
            return {}
        return {
            style.name: self._command(style, targets[style.name], operation, arguments)
            for style in self._trial.styles
            if style.name in targets
        }

    def _command(
        self, style: AnyStyle, target: str, operation: Operation, arguments: dict[str, Any]
    ) -> str:
        request = self._wire.request(operation, style.name, arguments)
        return self._wire.command(style.name, target, request)


def _input(trial: Trial, operation: Operation) -> dict[str, Any]:
    """The input of the first example that succeeds, else one that follows from the types."""
    for example in operation.examples:
        if example.error is None and isinstance(example.input, dict):
            return example.input
    return Values(trial.api).arguments(operation)


def _needs_an_item(api: Api, operation: Operation) -> bool:
    """Whether it is called with the key of something that has to be there."""
    return any(field.role is FieldRole.KEY for field in api.request(operation).fields)


def _is_last(operation: Operation) -> tuple[bool, ...]:
    """What to try first: reading something, and what has an example."""
    streams = operation.stream_input is not None or operation.stream_output
    return (streams, not operation.examples, operation.verb is not Verb.GET, not operation.safe)
