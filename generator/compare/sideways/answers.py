"""Makes the service that a comparison calls: the derived one, begun anew for every call.

Where the contract has an example, its output is the answer; the clock stands still.
"""

import datetime
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from generator.building.in_memory import Package
from generator.compare.mock import Derived, Generated, MemoryStore, seed
from generator.compare.mock.callers import callers
from generator.compare.mock.store import ItemKey
from generator.emit.credentials import KEY, PASSWORD, TOKEN
from generator.emit.examples.values import Underivable, converted
from generator.model import Api, AuthKind, Example, Operation, Resource
from generator.runtime.auth.authenticate import UNCHECKED

_NOON = datetime.datetime(2026, 1, 31, 12, 30, tzinfo=datetime.UTC)


class ScriptedAnswers:
    """``service`` answers the call that was begun last, or fails with its outcome."""

    def __init__(self, api: Api, package: Package) -> None:
        self._api = api
        generated = Generated.load(package.load, api.folder)
        self._not_served = generated.support.ServiceError
        self._store = MemoryStore()
        self._derived = Derived(api, generated, self._store, clock=lambda: _NOON)
        self._entries = {entry.name: entry for entry in generated.operations.OPERATIONS}
        self._seeded: dict[tuple[str, ...], tuple[MemoryStore, frozenset[tuple[str, ItemKey]]]] = {}
        self._outcome: Exception | None = None
        self._example: Example | None = None
        self._scoped = True
        self.authenticate = self._callers(generated)
        self.service = SimpleNamespace(
            **{
                self._entries[operation.name.text].method: self._method(operation)
                for operation in api.operations.values()
            }
        )

    def begin(
        self,
        operation: Operation,
        example: Example | None = None,
        outcome: Exception | None = None,
        *,
        scoped: bool = True,
    ) -> None:
        """Make the items that the examples speak of; with an outcome, the call will raise it.

        scoped: whether its caller has all scopes.
        """
        self._example, self._outcome, self._scoped = example, outcome, scoped
        among = tuple(_family(self._api, operation))
        if among not in self._seeded:
            self._store.clear()
            self._derived.items.clear()
            seed(self._derived, among=among)
            self._seeded[among] = self._store.saved(), self._derived.items.shown()
        store, shown = self._seeded[among]
        self._store.load(store)
        self._derived.items.clear(shown)

    def if_match(self, operation: Operation, arguments: Mapping[str, Any]) -> str | None:
        """The entity tag without which the contract refuses the call, where it does."""
        etag = self._entries[operation.name.text].etag
        if etag is None or not etag.required:
            return None
        self.begin(operation)
        read = getattr(self.service, etag.get)
        tag: str = etag.of(finished(read(**{key: arguments[key] for key in etag.keys})))
        return tag

    def error(self, name: str, example: Example | None = None) -> Exception:
        """A declared error, as a service would raise it."""
        fields = {} if example is None else example.error_fields
        return self._derived.error(name, fields if isinstance(fields, dict) else {})

    def streamed(self, operation: Operation) -> Sequence[Any]:
        """The items that come back from an operation that streams."""
        return self._derived.streamed(operation)

    def result(self, operation: Operation) -> Any:
        """What an operation gives whose client alone streams."""
        return self._derived.output(operation, self._entries[operation.name.text].response)

    def _callers(self, generated: Generated) -> Any:
        """What servers ask: it knows the placeholders that are shown, and no others.

        A certificate is none: where one is asked for, nobody is.
        """
        asked = self._api.auth.values()
        if any(scheme.kind is AuthKind.MUTUAL_TLS for scheme in asked):
            return UNCHECKED
        support = generated.support
        known = callers(self._api, support, (TOKEN, KEY, PASSWORD))

        async def authenticate(credentials: Any) -> Any:
            assert known is not None
            found = await known(credentials)
            return found if found is None or self._scoped else support.Principal(found.subject)

        return None if known is None else authenticate

    @property
    def asks(self) -> bool:
        """Whether the servers really ask who calls."""
        return self.authenticate not in (None, UNCHECKED)

    def _method(self, operation: Operation) -> Callable[..., Any]:
        entry = self._entries[operation.name.text]
        serve = getattr(self._derived.service, entry.method)
        if operation.stream_output:
            return self._stream(operation, serve)

        async def answer(**arguments: Any) -> Any:
            if self._outcome is not None:
                raise self._outcome
            if self._example is not None and self._example.output is not None:
                if entry.takes is not None:
                    await _all(arguments[entry.takes.parameter])
                return converted(self._example.output, entry.response)
            try:
                return await serve(**arguments)
            except self._not_served:  # the items of its example could not be made up
                return self._derived.output(operation, entry.response)

        async def answer_or_none(**arguments: Any) -> Any:
            try:
                return await answer(**arguments)
            except Underivable:  # undeclared, it would be logged as a fault of the service
                raise self._not_served("no value follows from the types") from None

        return answer_or_none

    def _stream(self, operation: Operation, serve: Callable[..., Any]) -> Callable[..., Any]:
        entry = self._entries[operation.name.text]

        async def items(**arguments: Any) -> AsyncIterator[Any]:
            if self._outcome is not None:
                raise self._outcome
            found = serve(**arguments)
            if self._example is not None and isinstance(self._example.output, list):
                if entry.takes is not None:
                    await _all(arguments[entry.takes.parameter])
                found = _each(converted(one, entry.response) for one in self._example.output)
            try:
                async for item in found:
                    yield item
            except self._not_served:  # the items of its example could not be made up
                for item in self._derived.streamed(operation):
                    yield item

        return items


async def _all(incoming: AsyncIterable[Any]) -> None:
    """Read what the client streams, to its end."""
    async for _ in incoming:
        pass


async def _each(items: Iterable[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


def finished(work: Any) -> Any:
    """The result of a coroutine that never has to wait: nothing here does I/O."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise AssertionError("an exchange in memory waits for something")


def _family(api: Api, operation: Operation) -> Iterable[str]:
    """The resources above and below the operation's own."""
    resource = api.resources.get(operation.resource or "")
    found = () if resource is None else (*_line(api, resource), *_below(api, resource.name))
    return dict.fromkeys(found)


def _line(api: Api, resource: Resource) -> list[str]:
    above = [] if resource.parent is None else _line(api, api.resources[resource.parent])
    return [*above, resource.name]


def _below(api: Api, name: str) -> list[str]:
    return [name, *(found for child in api.children(name) for found in _below(api, child.name))]
