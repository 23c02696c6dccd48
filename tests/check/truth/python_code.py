"""Whether code that is written for the old package goes on with the new one.

It does what code does: import names, build arguments by keyword, call methods, read attributes,
and catch errors. Types are what they are at run time: what an attribute holds must be what the
old annotation promised, and what a parameter gets must be what the new one takes.
"""

import enum
import inspect as signatures
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from generator.runtime.errors import InvalidArgument
from generator.runtime.long_stack import type_info
from tests.check.truth.edits import Call, Edit
from tests.check.truth.sides import Side


def broken_code(edit: Edit, old: Side, new: Side) -> Iterator[str]:
    """What no longer runs, in words."""
    if old.api.folder != new.api.folder:
        yield f"no module named {old.api.folder}"
        return
    code = _Code(old, new)
    yield from code.imports()
    for call in edit.calls:
        if "old" in call.operation:
            yield from code.call(call)


class _Broken(Exception):
    pass


class _Code:
    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._types, self._errors = new.load("types"), new.load("errors")

    def imports(self) -> Iterator[str]:
        """Names that cannot be imported any more, but those that only servers meet."""
        requests = {entry.request for entry in self._old.entries.values()}
        for module, after in (("types", self._types), ("errors", self._errors)):
            before = self._old.load(module)
            for name, found in [*vars(before).items()]:
                own = getattr(found, "__module__", "").endswith(f".{module}")
                alias = name in signatures.get_annotations(before)
                if not (alias or (own and isinstance(found, type))) or found in requests:
                    continue
                if not hasattr(after, name):
                    yield f"cannot import {name}"
                elif isinstance(found, type) and issubclass(found, enum.Enum):
                    for member in found.__members__:
                        if not hasattr(getattr(after, name), member):
                            yield f"{name} has no {member}"

    def call(self, call: Call) -> Iterator[str]:
        """What is wrong with one call."""
        try:
            self._call(call)
        except _Broken as broken:
            yield str(broken)

    def _call(self, call: Call) -> None:
        before = self._old.entries[call.operation["old"]]
        method = self._method(before)
        self._errors_of(before)
        given = self._old.arguments(before, dict(call.send["old"]))
        arguments = {name: self._rebuilt(value) for name, value in given.items()}
        _fits(method, arguments)
        after = next((e for e in self._new.entries.values() if e.method == before.method), None)
        if after is None:
            raise _Broken(f"no operation behind {before.method}")
        taken = after.takes.parameter if after.takes is not None else None
        try:
            after.encode({k: v for k, v in arguments.items() if k != taken})
        except InvalidArgument as error:
            [one, *_] = error.violations
            raise _Broken(f"{before.method}: {one.pointer} {one.detail}") from error
        fields = {field.name: field for field in msgspec.structs.fields(after.request)}
        for name, value in arguments.items():
            if name != taken:
                self._read(value, type_info(fields[name].type), f"{before.method}({name}=…)")
        if "new" in call.operation and call.error["new"] is not None:
            self._caught(before, self._new.error(dict(call.error["new"])))
        if "new" not in call.operation or call.answer["new"] is None:
            return
        if (before.gives is None) != (after.gives is None):
            raise _Broken(f"{before.method} gives a stream on one side only")
        if before.response is None:
            return
        answer = self._new.answer(after, call.answer["new"])
        info = type_info(before.response)
        for item in answer if before.gives is not None else [answer]:
            self._read(item, info, before.method)

    def _method(self, entry: Any) -> Any:
        name = _client_name(self._old)
        calls = self._new.load("calls")
        client = getattr(calls, name, None)
        if client is None:
            raise _Broken(f"no class {name}")
        for method in (entry.method, *([f"iter_{entry.method}"] if entry.items else [])):
            if not hasattr(client, method):
                raise _Broken(f"the client has no method {method}")
        return getattr(client, entry.method)

    def _errors_of(self, entry: Any) -> None:
        for error in entry.errors:
            kind = self._name(self._errors, error.__name__)
            for attribute in error._members:
                if attribute not in kind._members:
                    raise _Broken(f"{error.__name__} has no attribute {attribute}")

    def _caught(self, entry: Any, error: Any) -> None:
        """Read what the old annotations promise of an error that the old code catches."""
        known = entry.error(type(error).__name__)
        for field in msgspec.structs.fields(known._struct()) if known is not None else ():
            place = f"{known.__name__}.{field.name}"
            self._read(getattr(error.fields, field.name), type_info(field.type), place)

    @staticmethod
    def _name(module: Any, name: str) -> Any:
        found = getattr(module, name, None)
        if found is None:
            raise _Broken(f"cannot import {name}")
        return found

    def _rebuilt(self, value: Any) -> Any:
        """The same value, made with the names of the new package."""
        match value:
            case msgspec.Struct():
                kind = self._name(self._types, type(value).__name__)
                members = {n: getattr(value, n) for n in value.__struct_fields__}
                default = {f.name: f.default for f in msgspec.structs.fields(type(value))}
                rebuilt = {n: self._rebuilt(v) for n, v in members.items() if default[n] is not v}
                try:
                    return kind(**rebuilt)
                except TypeError as error:
                    raise _Broken(f"{type(value).__name__}(…): {error}") from error
            case enum.Enum():
                kind = self._name(self._types, type(value).__name__)
                if not hasattr(kind, value.name):
                    raise _Broken(f"{kind.__name__} has no {value.name}")
                return getattr(kind, value.name)
            case list():
                return [self._rebuilt(item) for item in value]
            case dict():
                return {name: self._rebuilt(item) for name, item in value.items()}
            case _:
                return value

    def _read(self, value: Any, info: inspect.Type, place: str) -> None:
        """Read all that the old annotation promises."""
        kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
        if value is None or value is msgspec.UNSET:
            if not any(isinstance(k, inspect.NoneType | inspect.AnyType) for k in kinds):
                raise _Broken(f"{place} is None")
            return
        structs = [k for k in kinds if isinstance(k, inspect.StructType)]
        for kind in structs:
            self._name(self._types, kind.cls.__name__)
        if isinstance(value, msgspec.Struct):
            if not structs:
                raise _Broken(f"{place} is a {type(value).__name__}")
            own = [k for k in structs if k.cls.__name__ == type(value).__name__]
            if not own and len(structs) == 1 and structs[0].tag_field is None:
                raise _Broken(f"{place} is a {type(value).__name__}")
            for field in own[0].fields if own else ():
                if not hasattr(value, field.name):
                    raise _Broken(f"{place} has no attribute {field.name}")
                self._read(getattr(value, field.name), field.type, f"{place}.{field.name}")
            return
        for kind in kinds:
            if _is(value, kind):
                self._inside(value, kind, place)
                return
        raise _Broken(f"{place} is a {type(value).__name__}")

    def _inside(self, value: Any, kind: inspect.Type, place: str) -> None:
        match kind:
            case inspect.ListType():
                for item in value:
                    self._read(item, kind.item_type, f"{place}[]")
            case inspect.DictType():
                for item in value.values():
                    self._read(item, kind.value_type, f"{place}[]")
            case inspect.EnumType():
                self._name(self._types, kind.cls.__name__)
            case _:
                pass


_CLASSES: dict[type[inspect.Type], str] = {
    inspect.StrType: "str",
    inspect.IntType: "int",
    inspect.BoolType: "bool",
    inspect.BytesType: "bytes",
    inspect.DecimalType: "Decimal",
    inspect.UUIDType: "UUID",
    inspect.DateTimeType: "datetime",
    inspect.DateType: "date",
    inspect.TimeType: "time",
    inspect.TimeDeltaType: "timedelta",
    inspect.ListType: "list",
    inspect.DictType: "dict",
}


def _is(value: Any, kind: inspect.Type) -> bool:
    match kind:
        case inspect.AnyType():
            return True
        case inspect.FloatType():
            return isinstance(value, float | int) and not isinstance(value, bool)
        case inspect.EnumType():
            return isinstance(value, enum.Enum)
        case inspect.StrType():
            return isinstance(value, str)
        case _:
            return type(value).__name__ == _CLASSES.get(type(kind))


def _fits(method: Any, arguments: dict[str, Any]) -> None:
    try:
        signatures.signature(method).bind(None, **arguments)
    except TypeError as error:
        raise _Broken(f"{method.__name__}(…): {error}") from error


def _client_name(side: Side) -> str:
    calls = side.load("calls")
    names = [n for n in vars(calls) if n.endswith("Client") and f"{n}Sync" in vars(calls)]
    [name] = names
    return name
