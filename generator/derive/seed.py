"""Turns a contract's examples into items, so that what succeeds in an example succeeds at once.

The outputs of examples come first; whatever else the inputs of examples name is made up.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from generator.derive.items import Items
from generator.derive.store import Key
from generator.derive.values import Underivable
from generator.model import (
    Api,
    Example,
    Field,
    FieldRole,
    Json,
    NamedRef,
    Operation,
    Record,
    Resource,
    Verb,
)


def seed(api: Api, items: Items, *, among: Iterable[str] | None = None) -> None:
    """Put the items of the examples into an empty store; ``among``: of these resources only."""
    seeds = _Seeds(api, items, among)
    for operation, example in seeds.examples:
        seeds.shown(operation, example)
    for operation, example in seeds.examples:
        seeds.named(operation, example)


class _Seeds:
    def __init__(self, api: Api, items: Items, among: Iterable[str] | None) -> None:
        self._api = api
        self._items = items
        if among is None:
            operations = [o for o in api.operations.values() if o.resource is not None]
        else:
            operations = [o for resource in among for o in api.operations_on(resource)]
        # The examples that succeed, of operations on the wanted resources.
        self.examples = [
            (operation, example)
            for operation in operations
            for example in operation.examples
            if example.error is None
        ]

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

    def _keep(self, resource: Resource, parents: Key, document: dict[str, Any]) -> None:
        own = _own_key(self._api, resource)
        key = parents if own is None else (*parents, document[own.json_name])
        if len(key) == len(resource.keys) and not self._items.has(resource, key):
            self._items.restore(resource, key, document)
            self._items.show(resource, key)

    def _ensure(self, resource: Resource, key: Key) -> None:
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
        own = _own_key(self._api, resource)
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


def _keys(api: Api, operation: Operation, given: dict[str, Any]) -> Key:
    """The keys that an input names, ancestors first."""
    fields = [f for f in api.request(operation).fields if f.role is FieldRole.KEY]
    return tuple(given[field.json_name] for field in fields)


def _depth(resource: Resource) -> int:
    """How many keys the ancestors of an item have."""
    return len(resource.keys) - (0 if resource.singleton else 1)


def _own_key(api: Api, resource: Resource) -> Field | None:
    """The field that tells an item from its siblings; a singleton has none."""
    fields = _record(api, resource).fields
    return next((field for field in fields if field.name.text == resource.key), None)


def _record(api: Api, resource: Resource) -> Record:
    record = api.types[resource.record]
    assert isinstance(record, Record)
    return record


def _mapping(value: Json) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
