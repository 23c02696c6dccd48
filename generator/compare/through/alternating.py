"""Makes the calls of the examples twice: to one server, and to two of them in turn."""

import contextlib
import datetime
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from generator.building.in_memory import Package, importable
from generator.building.readme.calls import NO_VALUE, ClientCall, ExampleCalls
from generator.building.trial import Trial
from generator.compare.mock import Derived, Generated, seed
from generator.compare.mock.callers import callers
from generator.compare.mock.sqlite import SqliteStore
from generator.compare.timing.intermediary import Alternation
from generator.emit.credentials import credentials
from generator.emit.python.code import member
from generator.model import FieldRole, Operation, Verb
from generator.runtime.auth.authenticate import UNCHECKED
from generator.styles.style import AnyStyle

_NOON = datetime.datetime(2026, 1, 31, 12, 30, tzinfo=datetime.UTC)
_PAGES = 5  # of each list, at most
_ADDRESS = "127.0.0.1:0"  # any free port, for this machine alone


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What a call gave; value: of its answer, or the name of its error."""

    operation: str
    value: Any
    failed: bool
    page: bool = False


async def alternations(trial: Trial, operations: Sequence[str] | None) -> tuple[Alternation, ...]:
    """What one server and two in turn gave, style by style.

    The two share a file in which the data is, and nothing else: each has its own copy of all
    generated code.
    """
    found = []
    with contextlib.ExitStack() as stack:
        packages = [stack.enter_context(importable(trial.files)) for _ in range(2)]
        for style in trial.styles:
            alone = await _results(trial, packages[:1], style, operations)
            both = await _results(trial, packages, style, operations)
            if alone:
                found.append(_compared(style, alone, both))
    return tuple(found)


def _compared(style: AnyStyle, alone: Sequence[_Seen], both: Sequence[_Seen]) -> Alternation:
    different = dict.fromkeys(
        first.operation
        for first, second in itertools.zip_longest(alone, both, fillvalue=alone[-1])
        if first != second
    )
    return Alternation(
        style=style.name,
        operations=len({one.operation for one in both}),
        calls=len(both),
        pages=sum(one.page for one in both),
        errors=sum(one.failed for one in both),
        different=tuple(different),
    )


async def _results(
    trial: Trial, packages: Sequence[Package], style: AnyStyle, only: Sequence[str] | None
) -> list[_Seen]:
    """All calls, each to the next server."""
    found = []
    with tempfile.TemporaryDirectory(prefix="gen-through-") as folder:
        async with contextlib.AsyncExitStack() as stack:
            sides = [
                await stack.enter_async_context(_serving(trial, one, style, Path(folder)))
                for one in packages
            ]
            turns = itertools.cycle(sides)
            for operation in trial.api.operations.values():
                if operation.streams or (only is not None and operation.name.text not in only):
                    continue
                count = len(sides[0].calls(operation))
                found += [await next(turns).called(operation, number) for number in range(count)]
                if count and operation.verb is Verb.LIST:
                    found += [one async for one in _pages(trial, turns, operation)]
    return found


async def _pages(
    trial: Trial, turns: Iterator["_Side"], operation: Operation
) -> AsyncIterator[_Seen]:
    """A list with one item on each page, each page from the next server."""
    names = {field.role: member(field.name) for field in trial.api.request(operation).fields}
    size, token = names.get(FieldRole.PAGE_SIZE), names.get(FieldRole.PAGE_TOKEN)
    if size is None or token is None:
        return
    more: dict[str, Any] = {size: 1}
    for _ in range(_PAGES):
        side = next(turns)
        if not side.calls(operation):
            return
        seen, result = await side.made(operation, side.calls(operation)[0], more)
        yield replace(seen, page=True)
        following = getattr(result, "next_page_token", None)
        if not following:
            return
        more[token] = following


@contextlib.asynccontextmanager
async def _serving(
    trial: Trial, package: Package, style: AnyStyle, folder: Path
) -> AsyncIterator["_Side"]:
    """A server of one style around the made-up service, and a client of it."""
    api = trial.api
    generated = Generated.load(package.load, api.folder)
    with contextlib.closing(
        SqliteStore(folder / "data", api.package, generated.kinds(api))
    ) as store:
        derived = Derived(api, generated, store, clock=lambda: _NOON)
        if store.is_new:
            seed(derived)
        derived.items.clear()  # which of the items are examples, only one of them would know
        hosts = package.load(f"{api.folder}.serving")
        authenticate = callers(api, generated.support)
        async with package.load("_support.serve").serving(
            hosts.__name__,
            hosts.HOSTS,
            derived.service,
            {style.name: _ADDRESS},
            authenticate=UNCHECKED if authenticate is None else authenticate,
        ) as targets:
            module = package.load(f"{api.folder}.{style.name}.client")
            async with module.AsyncClient(targets[style.name]) as client:
                yield _Side(trial, package, style, client)


class _Side:
    """One server, and what calls it."""

    def __init__(self, trial: Trial, package: Package, style: AnyStyle, client: Any) -> None:
        self._api, self._style, self._client = trial.api, style, client
        self._known = ExampleCalls(trial.api, trial.bound.bindings, package)
        self._error: type[Exception] = package.load("_support").ServiceError
        self._options = package.load("_support.call").CallOptions
        self._calls: dict[str, Sequence[ClientCall]] = {}

    def calls(self, operation: Operation) -> Sequence[ClientCall]:
        """The calls of an operation's examples; none where the style does not carry it."""
        name = operation.name.text
        if name not in self._calls:
            self._calls[name] = self._of(operation)
        return self._calls[name]

    def _of(self, operation: Operation) -> Sequence[ClientCall]:
        if not self._known.descriptions[self._style.name].facts(operation).carried:
            return ()
        try:
            return self._known.of(operation)
        except NO_VALUE:
            return ()

    async def called(self, operation: Operation, number: int) -> _Seen:
        """Make one of them."""
        seen, _ = await self.made(operation, self.calls(operation)[number], {})
        return seen

    async def made(
        self, operation: Operation, call: ClientCall, more: Mapping[str, Any]
    ) -> tuple[_Seen, Any]:
        """Make a call with some arguments changed; what it gave, to be compared, and as it is."""
        arguments = {**call.arguments, **more}
        signing = credentials(self._api, operation)
        if signing.headers:
            given = arguments.get("options") or self._options()
            headers = {**given.headers, **dict(signing.headers)}
            arguments["options"] = replace(given, headers=headers)
        method = getattr(self._client, self._known.method(operation))
        name, result = operation.name.text, None
        try:
            result = await method(**arguments)
        except self._error as error:
            return _Seen(operation=name, value=type(error).__name__, failed=True), None
        value = msgspec.json.encode(result) if isinstance(result, msgspec.Struct) else repr(result)
        return _Seen(operation=name, value=value, failed=False), result
