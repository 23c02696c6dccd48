"""Serves one version of a contract in every style, and makes its clients."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from types import SimpleNamespace
from typing import Any

from generator.building.in_memory import Package
from generator.building.readme.calls import ExampleCalls
from generator.building.trial import Trial
from generator.compare.sideways.answers import ScriptedAnswers
from generator.emit.credentials import KEY, PASSWORD, TOKEN, USER
from generator.model import Api, AuthKind, AuthScheme
from generator.runtime.auth.authenticate import UNCHECKED

_ADDRESS = "127.0.0.1:0"  # any free port, for this machine alone


class Side:
    """One version; ``seen`` is what its service was called with last."""

    def __init__(self, trial: Trial, package: Package) -> None:
        self.trial, self.package = trial, package
        self.answers = ScriptedAnswers(trial.api, package)
        self.calls = ExampleCalls(trial.api, trial.bound.bindings, package, self.answers.if_match)
        self.targets: Mapping[str, str] = {}
        self.seen: Mapping[str, Any] | None = None

    @property
    def api(self) -> Api:
        """What the contract means."""
        return self.trial.api

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve every style on the loopback while the block runs."""
        serve = self.package.load("_support.serve")
        hosts = self.package.load(f"{self.api.folder}.serving")
        methods = {name: self._seen(method) for name, method in vars(self.answers.service).items()}
        authenticate = self.answers.authenticate
        async with serve.serving(
            hosts.__name__,
            hosts.HOSTS,
            SimpleNamespace(**methods),
            dict.fromkeys((style.name for style in self.trial.styles), _ADDRESS),
            authenticate=UNCHECKED if authenticate is None and self.api.auth else authenticate,
        ) as targets:
            self.targets = targets
            yield

    def client(self, style: str, target: str) -> Any:
        """A client of this version, for a server of any; a context manager."""
        shown = {
            name: credential
            for name, scheme in self.api.auth.items()
            if (credential := self._credential(scheme)) is not None
        }
        options = {"credentials": shown} if shown else {}
        return self.calls.load(f"{style}.client").AsyncClient(target, **options)

    def _credential(self, scheme: AuthScheme) -> Any:
        support = self.package.load("_support")
        match scheme.kind:
            case AuthKind.MUTUAL_TLS:
                return None
            case AuthKind.BASIC:
                return support.Basic(USER, PASSWORD)
            case AuthKind.API_KEY:
                return support.ApiKey(KEY)
            case _:
                return support.Bearer(TOKEN)

    def _seen(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(**arguments: Any) -> Any:
            self.seen = arguments
            return method(**arguments)

        return called
