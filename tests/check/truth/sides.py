"""Turns the text of a contract into its package in memory, with the numbers of the one before."""

import functools
import re
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import msgspec
from msgspec import inspect

from generator.building.bind import bind_all
from generator.building.pipeline import Bound, emit_code
from generator.building.trial import Trial
from generator.diagnostics import Problems
from generator.emit.support import SUPPORT
from generator.runtime.long_stack import type_info
from generator.runtime.operation import Operation
from generator.runtime.unions import convert

# What follows a number in a lock: without it a number may be given to another type, as somebody
# does who edits the lock by hand.
_TYPES = re.compile(r"^( +[^:]+: \d+) .*$", re.MULTILINE)


class Side:
    """One of two contracts, generated and imported."""

    def __init__(self, bound: Bound, lock: str) -> None:
        self.bound, self.lock = bound, lock
        self.api = bound.api
        self._open = ExitStack()
        self._package = self._open.enter_context(Trial(bound=bound).package(documents=False))
        told = {style.name: (style, binding) for style, binding in bound.bindings}
        self._told = {
            name: style.describe(self.api, binding, self.load)
            for name, (style, binding) in told.items()
        }
        self.entries = {entry.name: entry for entry in self.load("operations").OPERATIONS}

    def close(self) -> None:
        """Forget the package."""
        self._open.close()

    def load(self, module: str) -> ModuleType:
        """A module of the contract's package, or of the support."""
        support = module.partition(".")[0] == SUPPORT
        return self._package.load(module if support else f"{self.api.folder}.{module}")

    @functools.cached_property
    def files(self) -> dict[str, bytes]:
        """All files of the contract's folder, the documents too."""
        return {file.path: file.content for file in emit_code(self.bound, documents=True)}

    def carries(self, style: str, operation: str) -> bool:
        """Whether an operation can be called in a style at all."""
        found = next(o for o in self.api.operations.values() if o.name.text == operation)
        return self._told[style].facts(found).carried

    def arguments(self, entry: Operation[Any], given: dict[str, Any]) -> dict[str, Any]:
        """The keyword arguments of a call: JSON by the names of parameters, as Python values."""
        fields = {one.name: one for one in msgspec.structs.fields(entry.request)}
        taken = entry.takes.parameter if entry.takes is not None else None
        found = {}
        for name, value in given.items():
            if name == taken:
                found[name] = self._items(entry, value)
            else:
                found[name] = value_of(fields[name].type, value)
        return found

    def _items(self, entry: Operation[Any], items: list[Any]) -> list[Any]:
        takes = entry.takes
        assert takes is not None
        if takes.chunks:
            return [item.encode() for item in items]
        assert takes.record is not None
        (field,) = msgspec.structs.fields(takes.record)
        return [value_of(field.type, item) for item in items]

    def answer(self, entry: Operation[Any], answer: Any) -> Any:
        """What a service returns, or the items that it gives."""
        if entry.response is None:
            return None
        if entry.gives is not None and entry.gives.chunks:
            return [item.encode() for item in answer]
        if entry.gives is not None:
            return [value_of(entry.response, item) for item in answer]
        if entry.response is bytes:
            return answer.encode()
        return value_of(entry.response, answer)

    def error(self, given: dict[str, Any]) -> Exception:
        """A declared error, or a built-in one by its code."""
        ((name, fields),) = given.items()
        kind = getattr(self.load("errors"), name)
        struct = kind._struct()
        values = value_of(struct, fields or {})
        found: Exception = kind(**msgspec.structs.asdict(values))
        return found


def value_of(kind: Any, value: Any) -> Any:
    """JSON, whose members are called as in the contract or as in JSON, as a value of a type."""
    return convert(_spelled(value, type_info(kind)), kind)


def _spelled(value: Any, info: inspect.Type) -> Any:
    """The same with the members' names in JSON."""
    kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
    match value:
        case list():
            lists = [k for k in kinds if isinstance(k, inspect.ListType | inspect.SetType)]
            return [_spelled(item, lists[0].item_type) for item in value] if lists else value
        case dict():
            for kind in kinds:
                if isinstance(kind, inspect.DictType):
                    return {name: _spelled(item, kind.value_type) for name, item in value.items()}
                if isinstance(kind, inspect.StructType):
                    if kind.tag_field is not None and value.get(kind.tag_field) != kind.tag:
                        continue
                    return _members(value, kind)
    return value


def _members(value: dict[str, Any], kind: inspect.StructType) -> dict[str, Any]:
    found = {}
    fields = {field.name: field for field in kind.fields}
    fields |= {field.encode_name: field for field in kind.fields}
    for name, item in value.items():
        if name in fields:
            found[fields[name].encode_name] = _spelled(item, fields[name].type)
        else:
            found[name] = item
    return found


def made(text: str, lock: str = "") -> Side:
    """A contract in every style; ``lock``: that of the contract before."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "shop.yaml"
        path.write_text(text, "utf-8")
        if lock:
            path.with_suffix(".lock").write_text(_TYPES.sub(r"\1", lock), "utf-8")
        problems = Problems()
        found = bind_all([path], folder, None, problems)
    said = "\n".join(f"{p.span} {p.code} {p.message}" for p in problems)
    assert found and not problems.failed, f"{said}\n{text}"
    change = found[0].lock
    written = lock if change is None or change.new is None else change.new.decode()
    return Side(found[0].bound, written)
