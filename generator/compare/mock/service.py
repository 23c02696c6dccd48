"""Turns a contract and its generated package into an object that serves it.

What a contract says is enough for resources: create, get, list, replace, update, delete, with
parents, singletons and declared errors. Calls and functions answer with an example's output,
else with a value derived from the type.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import msgspec

from generator.compare.mock.arguments import Inputs
from generator.compare.mock.binary import binary
from generator.compare.mock.failures import Failures
from generator.compare.mock.filters import Matcher, filter_test
from generator.compare.mock.generated import Generated
from generator.compare.mock.items import Clock, Items, now
from generator.compare.mock.listing import BadPageToken, filtered, ordered, page
from generator.compare.mock.store import ItemKey, Store
from generator.compare.mock.streams import items_of, streaming
from generator.compare.mock.updates import Updates
from generator.emit.examples.values import ExampleValues, converted
from generator.emit.examples.variants import sibling
from generator.emit.python.code import member
from generator.model import (
    Api,
    Field,
    FieldRole,
    Json,
    ListRef,
    NamedRef,
    Operation,
    Record,
    Resource,
    TypeRef,
    Verb,
)
from generator.runtime.codes import Code

Handler = Callable[..., Any]


class Derived:
    """``service`` has one ``async def`` method per operation of the contract."""

    def __init__(
        self,
        api: Api,
        generated: Generated,
        store: Store,
        *,
        clock: Clock = now,
        pause: float = 0,
    ) -> None:
        """``pause``: seconds before each item of a stream."""
        self.api, self._pause = api, pause
        self._api = api
        self._generated = generated
        self._store = store
        self._values = ExampleValues(api, output=True)
        self._failures = Failures(api, generated, self._values)
        self.items = Items(api, generated.kinds(api), self._values, store, clock)
        self._updates = Updates(api, generated, self.items)
        self._tests: dict[str, list[tuple[Field, Matcher | None]]] = {}
        self._entries = entries = {entry.name: entry for entry in generated.operations.OPERATIONS}
        methods = {
            entries[operation.name.text].method: self._method(
                operation, entries[operation.name.text]
            )
            for operation in api.operations.values()
        }
        self.service: object = SimpleNamespace(**methods)

    def output(self, operation: Operation, response: Any) -> Any:
        """The output of the first example that has one, else a value of the type."""
        if operation.binary is not None:
            return binary(operation.binary.media_type)
        if operation.output is None:
            return None
        for example in operation.examples:
            if example.output is not None:
                return converted(example.output, response)
        return converted(self._made_up(operation.output), response)

    def streamed(self, operation: Operation) -> Sequence[Any]:
        """The items that come back from an operation that streams."""
        entry = self._entries[operation.name.text]
        return items_of(self._api, self._values, operation, entry.response)

    def _made_up(self, output: TypeRef) -> Json:
        """A value of a type; a list of records holds several."""
        value = self._values.of(output)
        match output, value:
            case ListRef(item=NamedRef(name=name), unique=False), [dict() as first]:
                record = self._api.types[name]
                if isinstance(record, Record):
                    return [first, *(sibling(self._api, record, first, n) for n in (1, 2))]
            case _:
                pass
        return value

    def found(
        self, operation: Operation, given: Mapping[str, Json]
    ) -> list[tuple[ItemKey, msgspec.Struct]]:
        """The items of all pages of a list, with their keys; ``given``: its input, as JSON."""
        request = converted(given, self._entries[operation.name.text].request)
        call = Inputs(self._api.request(operation), request)
        kept = self._store.items(operation.resource or "", call.keys)
        passing = {id(item) for item in self._passing(operation, kept, call)}
        return [(key, item) for key, item in kept if id(item) in passing]

    def error(self, name: str, given: Mapping[str, Any]) -> Exception:
        """A declared error with fields that fit: the given ones, else values of their types."""
        return self._failures.declared(name, given)

    def is_made_up(self, operation: Operation) -> bool:
        """Whether an operation answers with an example or a derived value, always the same."""
        if operation.verb is Verb.LIST or not (operation.output or operation.binary):
            return False
        resource = self._api.resources.get(operation.resource or "")
        if resource is None or operation.on_collection or operation.binary:
            return True
        return operation.output != NamedRef(name=resource.record)

    def idle_filters(self) -> Iterator[tuple[Operation, Field]]:
        """The filters of lists that nothing tells the meaning of: they let every item pass."""
        for operation in self._api.operations.values():
            if operation.verb is Verb.LIST:
                yield from ((operation, f) for f, test in self._filters(operation) if test is None)

    def _filters(self, operation: Operation) -> list[tuple[Field, Matcher | None]]:
        """The filters of a list, and what each asks of an item."""
        if operation.name.text not in self._tests:
            resource = self._api.resources[operation.resource or ""]
            record = self._api.types[resource.record]
            assert isinstance(record, Record)
            fields = self._api.request(operation).fields
            self._tests[operation.name.text] = [
                (field, filter_test(self._api, record, field))
                for field in fields
                if field.role is FieldRole.FILTER
            ]
        return self._tests[operation.name.text]

    def _method(self, operation: Operation, entry: Any) -> Handler:
        """The method of one operation; ``entry`` is its generated table entry."""
        if operation.streams:
            return self._streaming(operation, entry)
        answer = self._answer(operation, entry)

        async def method(**arguments: Any) -> Any:
            request = entry.request(**arguments)
            return answer(Inputs(self._api.request(operation), request))

        method.__name__ = entry.method
        return method

    def _streaming(self, operation: Operation, entry: Any) -> Handler:
        resource = self._api.resources.get(operation.resource or "")

        def begin(arguments: dict[str, Any]) -> Any:
            call = Inputs(self._api.request(operation), entry.request(**arguments))
            if resource is not None:
                check = self._parents if operation.on_collection else self._found
                check(operation, resource, call)
            return None if operation.stream_output else self.output(operation, entry.response)

        items = self.streamed(operation)
        takes = "" if entry.takes is None else entry.takes.parameter
        method = streaming(takes, operation.stream_output, items, begin, self._pause)
        method.__name__ = entry.method
        return method

    def _answer(self, operation: Operation, entry: Any) -> Callable[[Inputs], Any]:
        resource = self._api.resources.get(operation.resource or "")
        verb = operation.verb
        if resource is None or verb is None:
            return lambda _: self.output(operation, entry.response)
        if verb is Verb.CALL:
            return lambda call: self._call(operation, entry, resource, call)
        serve = {
            Verb.CREATE: self._create,
            Verb.GET: self._get,
            Verb.LIST: self._list,
            Verb.REPLACE: self._replace,
            Verb.UPDATE: self._update,
            Verb.DELETE: self._delete,
        }[verb]
        return lambda call: self._answered(
            operation, entry, serve(operation, entry, resource, call)
        )

    def _create(self, operation: Operation, _: Any, resource: Resource, call: Inputs) -> Any:
        self._parents(operation, resource, call)
        key = self.items.new_key(resource, call.keys, call.data)
        if self.items.is_taken(resource, key):
            raise self._failures.fitting(operation, Code.ALREADY_EXISTS, resource, call)
        return self.items.create(resource, key, call.data)

    def _get(self, operation: Operation, _: Any, resource: Resource, call: Inputs) -> Any:
        return self._found(operation, resource, call)

    def _list(self, operation: Operation, entry: Any, resource: Resource, call: Inputs) -> Any:
        self._parents(operation, resource, call)
        kept = self._store.items(resource.name, call.keys)
        keys = {id(item): key for key, item in kept}
        record = self._api.types[resource.record]
        assert isinstance(record, Record)
        attributes = {field.name.text: member(field.name) for field in record.fields}
        found = self._passing(operation, kept, call)
        found = ordered(found, call.one(FieldRole.ORDER_BY), attributes)
        try:
            items, token = page(
                found,
                lambda item: keys[id(item)],
                call.one(FieldRole.PAGE_SIZE) or 50,
                call.one(FieldRole.PAGE_TOKEN),
            )
        except BadPageToken:
            raise self._failures.bad_token(call) from None
        return entry.response(**{entry.items: items, "next_page_token": token})

    def _passing(
        self, operation: Operation, kept: list[tuple[ItemKey, msgspec.Struct]], call: Inputs
    ) -> list[msgspec.Struct]:
        """The items that every filter of a call lets pass."""
        known = self._filters(operation)
        tests: dict[str, Matcher] = {member(f.name): t for f, t in known if t is not None}
        return filtered((item for _, item in kept), call.by_role(FieldRole.FILTER), tests)

    def _replace(self, operation: Operation, _: Any, resource: Resource, call: Inputs) -> Any:
        self._found(operation, resource, call)
        return self.items.put(resource, call.keys, call.data)

    def _update(self, operation: Operation, _: Any, resource: Resource, call: Inputs) -> Any:
        item = self._found(operation, resource, call)
        given = call.by_role(FieldRole.PLAIN)
        changes = {name: value for name, value in given.items() if name in item.__struct_fields__}
        merged = self._updates.merged(item, changes)
        return self.items.change(resource, call.keys, item, merged)

    def _delete(self, operation: Operation, _: Any, resource: Resource, call: Inputs) -> Any:
        item = self._found(operation, resource, call)
        self.items.delete(resource, call.keys)
        return item

    def _call(self, operation: Operation, entry: Any, resource: Resource, call: Inputs) -> Any:
        if operation.on_collection:
            self._parents(operation, resource, call)
            return self.output(operation, entry.response)
        return self._answered(operation, entry, self._found(operation, resource, call))

    def _answered(self, operation: Operation, entry: Any, result: Any) -> Any:
        """What an operation gives when its work is done: its item or page, or what `output` is."""
        if operation.verb is Verb.LIST:
            return result
        nothing = operation.output is None and operation.binary is None
        made_up = nothing or self.is_made_up(operation)
        return self.output(operation, entry.response) if made_up else result

    def _found(self, operation: Operation, resource: Resource, call: Inputs) -> msgspec.Struct:
        self._parents(operation, resource, call)
        item = self.items.get(resource, call.keys)
        if item is None:
            raise self._failures.fitting(operation, Code.NOT_FOUND, resource, call)
        return item

    def _parents(self, operation: Operation, resource: Resource, call: Inputs) -> None:
        """Raise not_found for the first ancestor that is not there."""
        line = []
        ancestor = resource.parent
        while ancestor is not None:
            line.append(self._api.resources[ancestor])
            ancestor = line[-1].parent
        for parent in reversed(line):
            if self.items.get(parent, call.keys[: len(parent.keys)]) is None:
                raise self._failures.fitting(operation, Code.NOT_FOUND, parent, call)
