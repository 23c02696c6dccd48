"""What a style tells of itself, so that no test of behaviour names one.

What it carries of a contract is asked of its description; what only it can tell stands in
``tests/<style>/told.py``, as CONTRIBUTING.md says.
"""

import contextlib
import functools
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.building.in_memory import Package
from generator.building.trial import Trial, prepare
from generator.diagnostics import Problems
from generator.emit.credentials import Credentials
from generator.emit.support import SUPPORT
from generator.runtime.codes import Code
from generator.styles import registry
from generator.styles.shown.protocol import Answer
from generator.styles.style import ErrorCase, Facts, Reach
from tests.behaviour.hosting import OBJECT, Way

ROOT = Path(__file__).parents[2]


class Tried:
    """A contract's package in memory, and what each style tells and shows of it."""

    def __init__(self, trial: Trial, package: Package) -> None:
        self._api = trial.api
        self._package = package
        self._styles = {style.name: style for style in trial.styles}
        self._told = {
            style.name: style.describe(trial.api, binding, self.load)
            for style, binding in trial.bound.bindings
        }

    def load(self, module: str) -> ModuleType:
        """A module of the contract's package, or of the support."""
        support = module.partition(".")[0] == SUPPORT
        return self._package.load(module if support else f"{self._api.folder}.{module}")

    def facts(self) -> Mapping[str, Mapping[str, Facts]]:
        """By style and operation, what the style makes of it."""
        operations = self._api.operations.values()
        return {
            style: {operation.name.text: told.facts(operation) for operation in operations}
            for style, told in self._told.items()
        }

    async def ask(
        self, style: str, service: object, operation: str, values: Mapping[str, Any]
    ) -> Answer:
        """Let the style's server answer a call whose caller says nothing but its arguments."""
        table = self.load("operations").OPERATIONS
        [entry] = [one for one in table if one.name == operation]
        options = self.load("_support.call").CallOptions()
        request = self._told[style].request(entry, values, options, Credentials())
        shown = importlib.import_module(self._styles[style].shown).SHOWN
        found: Answer = await shown.responder(self.load, service, None)(request)
        return found

    def failure(self, style: str, operation: str, code: Code) -> str:
        """How an error of this code arrives, as the status of an answer."""
        [found] = [o for o in self._api.operations.values() if o.name.text == operation]
        return self._told[style].failure(found, ErrorCase(name="", code=code))


@contextlib.contextmanager
def tried(contract: Path) -> Iterator[Tried]:
    """A contract in every style, in memory, for as long as the block runs."""
    problems = Problems()
    trial = prepare(contract, contract.parent, problems)
    assert trial is not None, list(problems)
    with trial.package() as package:
        yield Tried(trial, package)


@functools.cache
def facts(contract: Path) -> Mapping[str, Mapping[str, Facts]]:
    """By style and operation, what a style makes of a contract."""
    with tried(contract) as found:
        return found.facts()


def carries(contract: Path, way: Way, operation: str) -> bool:
    """Whether an operation can be called this way at all."""
    return way.style == OBJECT or facts(contract)[way.style][operation].carried


def flows(contract: Path, way: Way, operation: str) -> bool:
    """Whether what streams travels while it is made, and not as one value at the end."""
    if way.style == OBJECT:
        return True
    told = facts(contract)[way.style][operation]
    streams = told.streamable
    return told.carried and streams is not None and streams.reach is not Reach.NOBODY


def own(style: str) -> ModuleType:
    """The module with what only this style can tell."""
    return importlib.import_module(f"tests.{style}.told")


def of_each(name: str) -> dict[str, Any]:
    """What the styles have in their modules under a name.

    Those that have no such module are left out here, and fail in ``test_told.py``.
    """
    having = [style for style in registry.names() if (ROOT / f"tests/{style}/told.py").exists()]
    return {style: getattr(own(style), name) for style in having}
