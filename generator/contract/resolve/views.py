"""Gives requests their own view of records that are not the same on input and output."""

from collections.abc import Iterable
from dataclasses import replace

from generator.contract.resolve.loops import leaf
from generator.model import (
    Alias,
    Enum,
    Field,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Record,
    RecordOrigin,
    ScalarRef,
    TypeDef,
    TypeRef,
    Union,
)


class InputViews:
    """The input views of one contract: ``<Record>Input``, made when a request needs them."""

    def __init__(self, types: dict[str, TypeDef], fields: dict[str, tuple[Field, ...]]) -> None:
        self._types = types
        self._fields = fields
        self._differing = _differing(types, fields)
        self._needed: dict[str, str] = {}  # declared → its view
        self._order: list[str] = []
        self.made: dict[str, TypeDef] = {}

    def fields(self, fields: Iterable[Field]) -> tuple[Field, ...]:
        """The fields of a request, their types seen from the input's side."""
        if not self._differing:
            return tuple(fields)
        return tuple(
            replace(field, type=self.ref(field.type))
            if leaf(field.type) in self._differing
            else field
            for field in fields
        )

    def ref(self, ref: TypeRef) -> TypeRef:
        """A type seen from the input's side."""
        name = leaf(ref)
        if name is None or name not in self._differing:
            return ref
        return _renamed(ref, self._view(name))

    def close(self) -> dict[str, TypeDef]:
        """Make the views that the needed ones need, and tell the declared types of them."""
        for name in self._order:  # grows while it is worked off
            self.made[self._needed[name]] = self._make(name)
        for name, view in self._needed.items():
            type_ = self._types[name]
            if isinstance(type_, Record | Union):
                self._types[name] = replace(type_, input_view=view)
        return self.made

    def source(self, view: str) -> str:
        """The declared type of a view."""
        return view.removesuffix("Input")

    def _view(self, name: str) -> str:
        if name not in self._needed:
            self._needed[name] = f"{name}Input"
            self._order.append(name)
        return self._needed[name]

    def _make(self, name: str) -> TypeDef:
        view = self._needed[name]
        match self._types[name]:
            case Record() as record:
                fields = (field for field in self._fields[name] if not field.read_only)
                return replace(
                    record,
                    name=view,
                    fields=self.fields(fields),
                    origin=RecordOrigin.INPUT_VIEW,
                    source=name,
                )
            case Union() as union:
                variants = tuple(
                    replace(v, record=self._view(v.record)) if v.record in self._differing else v
                    for v in union.variants
                )
                return replace(union, name=view, variants=variants, source=name)
            case Alias() as alias:
                return replace(alias, name=view, type=self.ref(alias.type))
            case Enum():
                raise AssertionError("an enum is the same on both sides")


def _renamed(ref: TypeRef, name: str) -> TypeRef:
    match ref:
        case NamedRef():
            return NamedRef(name=name)
        case ListRef():
            return replace(ref, item=_renamed(ref.item, name))
        case MapRef():
            return replace(ref, value=_renamed(ref.value, name))
        case NullableRef():
            return replace(ref, item=_renamed(ref.item, name))
        case ScalarRef():
            return ref


def _differing(types: dict[str, TypeDef], fields: dict[str, tuple[Field, ...]]) -> set[str]:
    """The types with a read_only or write_only field at any depth."""
    users: dict[str, list[str]] = {}
    found: list[str] = []
    for name, type_ in types.items():
        match type_:
            case Record():
                if any(field.read_only or field.write_only for field in fields[name]):
                    found.append(name)
                used = {leaf(field.type) for field in fields[name] if not field.read_only}
            case Union():
                used = {variant.record for variant in type_.variants}
            case Alias():
                used = {leaf(type_.type)}
            case Enum():
                used = set()
        for other in used - {None}:
            users.setdefault(str(other), []).append(name)
    differing: set[str] = set()
    while found:
        name = found.pop()
        if name not in differing:
            differing.add(name)
            found += users.get(name, ())
    return differing
