"""Turns a prepared contract into running servers: the emitted ones, around its derived service."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from generator.building.in_memory import Package
from generator.building.trial import Trial
from generator.compare.mock import Derived, Generated, MemoryStore, Store, seed
from generator.compare.mock.callers import callers, to_send
from generator.compare.mock.sqlite import SqliteStore, StoreError

# Seconds before each item of a stream, so that people see it flow.
_PAUSE = 0.3

Announce = Callable[[Mapping[str, str]], None]


class CannotServe(Exception):
    """An address in use, a file that is not a database, …: the message says it."""


@contextmanager
def serving(trial: Trial, database: Path | None, token: str | None = None) -> Iterator["Serving"]:
    """A contract's servers, ready to run; with a database, the data is kept there.

    token: the only credentials that are known; None: any that are well formed.
    """
    with trial.package() as package:
        generated = Generated.load(package.load, trial.api.folder)
        try:
            store, is_new = _store(trial, generated, database)
        except StoreError as error:
            raise CannotServe(str(error)) from None
        with closing(store):
            derived = Derived(trial.api, generated, store, pause=_PAUSE)
            if is_new:
                seed(derived)
            yield Serving(trial, package, derived, token)


def _store(trial: Trial, generated: Generated, database: Path | None) -> tuple[Store, bool]:
    if database is None:
        return MemoryStore(), True
    store = SqliteStore(database, trial.api.package, generated.kinds(trial.api))
    return store, store.is_new


class Serving:
    """What has been prepared; ``package`` is the imported code."""

    def __init__(self, trial: Trial, package: Package, derived: Derived, token: str | None) -> None:
        self._token = token
        self._trial = trial
        self.package = package
        self._derived = derived

    def remarks(self) -> list[str]:
        """What the service does not do as its contract may mean it, a line each."""
        operations = self._trial.api.operations.values()
        found = {
            "Always the same answer": [
                operation.name.text
                for operation in operations
                if self._derived.is_made_up(operation) and not operation.stream_output
            ],
            "Always the same items": [one.name.text for one in operations if one.stream_output],
            "Filters that let everything pass": [
                f"{parameter.name.text} of {operation.name.text}"
                for operation, parameter in self._derived.idle_filters()
            ],
        }
        return [f"{what}: {', '.join(names)}" for what, names in found.items() if names]

    def credentials(self) -> list[str]:
        """What callers have to show, a line for each scheme."""
        return to_send(self._trial.api, self._token)

    def run(
        self, addresses: Mapping[str, str], announce: Announce, **settings: float | int | bool
    ) -> None:
        """Serve each style at its address until SIGINT or SIGTERM; raises CannotServe.

        settings: some of those of ``serve``, by their names: ``grace``, ``threads``, ``health`` …
        """
        hosts = self.package.load(f"{self._trial.api.folder}.serving")
        support = self.package.load("_support.serve")
        try:
            support.run(
                hosts.__name__,
                hosts.HOSTS,
                self._derived.service,
                addresses,
                support.Settings(**settings, trust_client_cert=True),
                authenticate=callers(
                    self._trial.api,
                    self.package.load("_support"),
                    None if self._token is None else {self._token},
                ),
                announce=announce,
            )
        except support.ServeError as error:
            raise CannotServe(str(error)) from None
