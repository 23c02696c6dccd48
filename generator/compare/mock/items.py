"""Keeps the resources of a contract: gives keys, fills what the server sets, counts versions."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from generator.compare.mock.store import ItemKey, Store
from generator.emit.examples.values import ExampleValues, converted
from generator.kinds import TIMESTAMP, kind_of
from generator.model import (
    Alias,
    Api,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    Resource,
    ScalarRef,
    TypeRef,
    Union,
)

_CHANGED = {"updated", "changed", "modified", "edited"}

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time of the day, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


class Items:
    """The items of one service; ``kinds`` gives the struct of each resource."""

    def __init__(
        self,
        api: Api,
        kinds: Mapping[str, type[msgspec.Struct]],
        values: ExampleValues,
        store: Store,
        clock: Clock = now,
    ) -> None:
        self._api = api
        self._kinds = kinds
        self._values = values
        self._store = store
        self._clock = clock
        self._shown: set[tuple[str, ItemKey]] = set()  # made from examples, not touched since

    def has(self, resource: Resource, key: ItemKey) -> bool:
        """Whether somebody has put the item there."""
        return self._store.get(resource.name, _place(resource, key)) is not None

    def is_taken(self, resource: Resource, key: ItemKey) -> bool:
        """Whether an item stands in the way of a new one.

        One that only examples have made does not, so that the example that creates it works too.
        """
        return self.has(resource, key) and (resource.name, key) not in self._shown

    def show(self, resource: Resource, key: ItemKey) -> None:
        """From now on, an item is an example until somebody changes it."""
        self._shown.add((resource.name, key))

    def create(self, resource: Resource, key: ItemKey, data: Mapping[str, Any]) -> msgspec.Struct:
        """Keep a new item, in the place of an example of it; what is below that stays."""
        self._store.delete(resource.name, _place(resource, key))
        return self.put(resource, key, data)

    def shown(self) -> frozenset[tuple[str, ItemKey]]:
        """The items that are examples."""
        return frozenset(self._shown)

    def clear(self, shown: Iterable[tuple[str, ItemKey]] = ()) -> None:
        """Take these items for examples, and no others."""
        self._shown = set(shown)

    def get(self, resource: Resource, key: ItemKey) -> msgspec.Struct | None:
        """The item; a singleton that was never set is made up (its parent must exist)."""
        item = self._store.get(resource.name, _place(resource, key))
        if item is None and resource.singleton:
            return self.put(resource, key, self.initial(resource))
        return item

    def restore(
        self, resource: Resource, key: ItemKey, document: Mapping[str, Any]
    ) -> msgspec.Struct:
        """Keep a whole item as it is, what the server sets included."""
        item: msgspec.Struct = converted(document, self._kinds[resource.name])
        self._shown.discard((resource.name, key))
        self._store.put(resource.name, _place(resource, key), item)
        return item

    def new_key(self, resource: Resource, parents: ItemKey, data: dict[str, Any]) -> ItemKey:
        """The key of a new item: the caller's, else the next number in the key's own type."""
        field = self._key_field(resource)
        if field.json_name in data:
            return (*parents, data[field.json_name])
        while True:
            key = (*parents, _key(field, self._store.number(resource.name)))
            if self._store.get(resource.name, key) is None:
                data[field.json_name] = key[-1]
                return key

    def put(self, resource: Resource, key: ItemKey, data: Mapping[str, Any]) -> msgspec.Struct:
        """Keep a whole item: the writable values as given, the others kept or set."""
        old = self._store.get(resource.name, _place(resource, key))
        before: dict[str, Any] = {} if old is None else msgspec.to_builtins(old)
        document: dict[str, Any] = {}
        for field in self._record(resource).fields:
            name = field.json_name
            if name in data and (data[name] is not None or field.nullable):
                document[name] = self._whole(data[name], field.type)
            elif field.read_only or field.immutable or self._is_key(resource, field):
                document[name] = (
                    before[name] if name in before else self._set_by_server(resource, field, key)
                )
        return self._keep(resource, key, document, before)

    def change(
        self, resource: Resource, key: ItemKey, item: msgspec.Struct, changed: msgspec.Struct
    ) -> msgspec.Struct:
        """Keep an item with some of its values changed."""
        before: dict[str, Any] = msgspec.to_builtins(item)
        document: dict[str, Any] = msgspec.to_builtins(changed)
        fields = {field.json_name: field for field in self._record(resource).fields}
        whole = {name: self._whole(new, fields[name].type) for name, new in document.items()}
        return self._keep(resource, key, whole, before)

    def delete(self, resource: Resource, key: ItemKey) -> None:
        """Forget an item and everything below it."""
        for child in self._api.children(resource.name):
            if child.singleton:
                self.delete(child, key)
            for child_key, _ in self._store.items(child.name, key):
                self.delete(child, child_key)
        self._shown.discard((resource.name, key))
        self._store.delete(resource.name, _place(resource, key))

    def _keep(
        self, resource: Resource, key: ItemKey, document: dict[str, Any], before: Mapping[str, Any]
    ) -> msgspec.Struct:
        version = resource.etag.field if resource.etag else None
        for field in self._record(resource).fields:
            name = field.json_name
            if field.name.text == version and name in before:
                document[name] = _next(before[name])
            elif before and _is_time_of_change(field):
                document[name] = self._time()
        return self.restore(resource, key, document)

    def initial(self, resource: Resource) -> dict[str, Any]:
        """What an item holds that nobody has set: values of its types."""
        return {
            field.json_name: self._values.field(field)
            for field in self._record(resource).fields
            if field.required
            and field.default is None
            and not field.read_only
            and not self._is_key(resource, field)
        }

    def _set_by_server(self, resource: Resource, field: Field, key: ItemKey) -> Any:
        """A value of a field that no caller may set."""
        if self._is_key(resource, field) and key:
            return key[-1]
        if field.default is not None:
            return field.default.value
        if field.nullable:
            return None
        if field.type == TIMESTAMP.ref:
            return self._time()
        if resource.etag and field.name.text == resource.etag.field:
            return 1 if _is_number(field) else "1"
        return self._values.field(field)

    def _whole(self, value: Any, type: TypeRef) -> Any:
        """A given value, with what only the server sets in the records inside it."""
        if value is None:
            return None
        match type:
            case NullableRef():
                return self._whole(value, type.item)
            case ListRef():
                return [self._whole(item, type.item) for item in value]
            case MapRef():
                return {key: self._whole(item, type.value) for key, item in value.items()}
            case NamedRef():
                return self._whole_named(value, type.name)
            case ScalarRef():
                return value

    def _whole_named(self, value: Any, name: str) -> Any:
        match self._api.types[name]:
            case Alias() as alias:
                return self._whole(value, alias.type)
            case Union() as union:
                tag = value[union.discriminator]
                variant = next(variant for variant in union.variants if variant.tag == tag)
                return self._whole_named(value, variant.record)
            case Record() as record:
                return value | {
                    field.json_name: self._inner(value, field)
                    for field in record.fields
                    if field.json_name in value or _is_needed(field)
                }
            case Enum():
                return value

    def _inner(self, value: Mapping[str, Any], field: Field) -> Any:
        """A field of a record inside an item: as given, else set by the server."""
        if field.json_name in value:
            return self._whole(value[field.json_name], field.type)
        return self.made(field)

    def made(self, field: Field) -> Any:
        """What the server sets in a field of a record inside an item."""
        return self._time() if field.type == TIMESTAMP.ref else self._values.field(field)

    def _time(self) -> str:
        return self._clock().isoformat().replace("+00:00", "Z")

    def _record(self, resource: Resource) -> Record:
        record = self._api.types[resource.record]
        assert isinstance(record, Record)
        return record

    def _key_field(self, resource: Resource) -> Field:
        return next(f for f in self._record(resource).fields if self._is_key(resource, f))

    def _is_key(self, resource: Resource, field: Field) -> bool:
        return field.name.text == resource.key


def _is_needed(field: Field) -> bool:
    return field.read_only and field.required and field.default is None


def _is_time_of_change(field: Field) -> bool:
    return field.read_only and field.type == TIMESTAMP.ref and bool(_CHANGED & {*field.name.words})


def _is_number(field: Field) -> bool:
    return isinstance(field.type, ScalarRef) and kind_of(field.type).is_whole


def _key(field: Field, number: int) -> str | int:
    """A key in the field's own type."""
    key = kind_of(field.type).key if isinstance(field.type, ScalarRef) else None
    return str(number) if key is None else key(number)


def _place(resource: Resource, key: ItemKey) -> ItemKey:
    """Where an item lies; a singleton without a parent has no key of its own."""
    return key or (resource.name,)


def _next(version: Any) -> Any:
    """The version after this one: a number counts up, a text is made anew."""
    if isinstance(version, int):
        return version + 1
    text = str(version)
    return str(int(text) + 1) if text.isdecimal() else uuid.uuid5(uuid.NAMESPACE_OID, text).hex
