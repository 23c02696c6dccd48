"""Turns a contract's examples into items, so that what succeeds in an example succeeds at once.

The outputs of examples come first; whatever else the inputs of examples name is made up, and so is
what a call without an example names. Every list then gets some items more.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from generator.compare.mock.service import Derived
from generator.compare.mock.store import ItemKey
from generator.emit.examples.values import ExampleValues, Underivable
from generator.emit.examples.variants import constraints_of, key_field, next_key, variant
from generator.model import (
    Api,
    Example,
    FieldRole,
    Json,
    NamedRef,
    Operation,
    Record,
    Resource,
    Verb,
)

SEVERAL = 3  # items that a list finds, at least
_FILTER = FieldRole.FILTER


def seed(derived: Derived, *, among: Iterable[str] | None = None) -> None:
    """Put the items of the examples into an empty store; ``among``: of these resources only."""
    seeds = _Seeds(derived, among)
    for operation, example in seeds.examples:
        seeds.shown(operation, example)
    for operation, example in seeds.examples:
        seeds.named(operation, example)
    for operation, example in seeds.examples:
        if operation.verb is Verb.LIST and example.output is None:
            seeds.several(operation, example)


class _Seeds:
    def __init__(self, derived: Derived, among: Iterable[str] | None) -> None:
        api = derived.api
        self._api = api
        self._derived = derived
        self._items = derived.items
        self._values = ExampleValues(api, output=True)
        if among is None:
            operations = [o for o in api.operations.values() if o.resource is not None]
        else:
            operations = [o for resource in among for o in api.operations_on(resource)]
        # The examples that succeed, of operations on the wanted resources.
        self.examples = [
            (operation, example)
            for operation in operations
            for example in self._succeeding(operation)
        ]

    def _succeeding(self, operation: Operation) -> list[Example]:
        """The examples that succeed; without any, one whose input follows from the types."""
        found = [example for example in operation.examples if example.error is None]
        if found:
            return found
        try:
            return [Example(name="", input=ExampleValues(self._api).arguments(operation))]
        except Underivable:
            return []

    def shown(self, operation: Operation, example: Example) -> None:
        """Keep the items that an output shows."""
        resource = self._resource(operation)
        output = _mapping(example.output)
        parents = _keys(self._api, operation, _mapping(example.input))[: _depth(resource)]
        if operation.verb is Verb.LIST:
            for shown in self._page(operation, output):
                self._keep(resource, parents, shown)
        elif output and operation.output == NamedRef(name=resource.record):
            self._keep(resource, parents, output)

    def named(self, operation: Operation, example: Example) -> None:
        """Make up the items that an input names."""
        resource = self._resource(operation)
        given = _mapping(example.input)
        keys = _keys(self._api, operation, given)
        if operation.verb in (Verb.CREATE, Verb.LIST) or operation.on_collection:
            if resource.parent is not None:
                self._ensure(self._api.resources[resource.parent], keys)
            return
        self._ensure(resource, keys)

    def several(self, operation: Operation, example: Example) -> None:
        """Put items beside the first that the list finds, until it finds some."""
        resource, given = self._resource(operation), _mapping(example.input)
        own = key_field(self._api, resource)
        try:
            found = self._derived.found(operation, given)
            if not found and own is not None:
                found = self._first(operation, resource, given)
        except (Underivable, msgspec.ValidationError):
            return
        if not found or own is None:
            return
        key, item = found[0]
        document = msgspec.to_builtins(item)
        for number in range(1, SEVERAL + 1 - len(found)):
            mine = next_key(key[-1], number, constraints_of(self._api, own))
            if mine is not None and not self._items.has(resource, (*key[:-1], mine)):
                self._sibling(operation, given, (*key[:-1], mine), document, number)

    def _first(
        self, operation: Operation, resource: Resource, given: dict[str, Any]
    ) -> list[tuple[ItemKey, msgspec.Struct]]:
        """Make up an item that the list finds: with the values that it asks for by name, or more.

        Bounds (``min_amount``) are met by making numbers and times larger and larger.
        """
        record, own = _record(self._api, resource), key_field(self._api, resource)
        assert own is not None
        parents = _keys(self._api, operation, given)
        made_up = self._values.field(own)
        if not isinstance(made_up, str | int):
            return []
        key = (*parents, made_up)
        if self._items.has(resource, key):
            return []
        names = {field.json_name for field in record.fields} - {own.json_name}
        filters = {f.json_name for f in self._api.request(operation).fields if f.role is _FILTER}
        asked = {n: v for n, v in given.items() if n in names & filters and v is not None}
        made = self._items.initial(resource) | self._described(resource) | asked
        document = msgspec.to_builtins(self._items.put(resource, key, made))
        for number in (0, 10, 100, 1000):
            self._items.restore(resource, key, variant(self._api, record, document, number))
            self._items.show(resource, key)
            found = self._derived.found(operation, given)
            if found:
                return found
        self._items.delete(resource, key)
        return []

    def _sibling(
        self,
        operation: Operation,
        given: dict[str, Any],
        key: ItemKey,
        document: dict[str, Any],
        number: int,
    ) -> None:
        """Keep an item like another one, as different from it as the list lets pass."""
        resource = self._resource(operation)
        record, own = _record(self._api, resource), key_field(self._api, resource)
        assert own is not None
        for made in (variant(self._api, record, document, number), document):
            try:
                self._items.restore(resource, key, {**made, own.json_name: key[-1]})
            except (Underivable, msgspec.ValidationError):
                continue
            self._items.show(resource, key)
            if key in dict(self._derived.found(operation, given)):
                return
            self._items.delete(resource, key)

    def _keep(self, resource: Resource, parents: ItemKey, document: dict[str, Any]) -> None:
        own = key_field(self._api, resource)
        key = parents if own is None else (*parents, document[own.json_name])
        if len(key) == len(resource.keys) and not self._items.has(resource, key):
            self._items.restore(resource, key, document)
            self._items.show(resource, key)

    def _ensure(self, resource: Resource, key: ItemKey) -> None:
        if resource.parent is not None:
            parent = self._api.resources[resource.parent]
            self._ensure(parent, key[: len(parent.keys)])
        if resource.singleton or self._items.has(resource, key):
            return
        try:
            made = self._items.initial(resource) | self._described(resource)
            self._items.put(resource, key, made)
            self._items.show(resource, key)
        except (Underivable, msgspec.ValidationError):
            return  # it has to be created by somebody

    def _described(self, resource: Resource) -> dict[str, Any]:
        """What the first example of a ``create`` gives."""
        own = key_field(self._api, resource)
        names = {field.json_name for field in _record(self._api, resource).fields}
        for operation, example in self.examples:
            if operation.verb is Verb.CREATE and operation.resource == resource.name:
                given = _mapping(example.input)
                return {
                    name: value
                    for name, value in given.items()
                    if name in names and (own is None or name != own.json_name)
                }
        return {}

    def _page(self, operation: Operation, output: dict[str, Any]) -> Iterator[dict[str, Any]]:
        assert isinstance(operation.output, NamedRef)
        page = self._api.types[operation.output.name]
        assert isinstance(page, Record)
        found = output.get(page.fields[0].json_name)
        yield from map(_mapping, found if isinstance(found, list) else ())

    def _resource(self, operation: Operation) -> Resource:
        return self._api.resources[operation.resource or ""]


def _keys(api: Api, operation: Operation, given: dict[str, Any]) -> ItemKey:
    """The keys that an input names, ancestors first."""
    fields = [f for f in api.request(operation).fields if f.role is FieldRole.KEY]
    return tuple(given[field.json_name] for field in fields)


def _depth(resource: Resource) -> int:
    """How many keys the ancestors of an item have."""
    return len(resource.keys) - (0 if resource.singleton else 1)


def _record(api: Api, resource: Resource) -> Record:
    record = api.types[resource.record]
    assert isinstance(record, Record)
    return record


def _mapping(value: Json) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
