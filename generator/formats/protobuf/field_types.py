"""Turns a type of the model into how a .proto spells it, and notes what that needs.

Protobuf has no list of lists, no list with gaps, and cannot tell an absent list from an empty
one: where a contract asks for that, a wrapper message carries it (``StringList``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.formats.protobuf.file import Label, Message, ProtoField
from generator.kinds import ANY, ScalarKind, container_of, kind_of
from generator.model import (
    Api,
    Enum,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    ScalarRef,
    TypeRef,
)
from generator.model.refs import behind
from generator.naming import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """A type as a field has it."""

    type: str
    label: Label = ""


class FieldTypes:
    """Spells types; collects the wrapper messages and the imports that they need."""

    def __init__(self, api: Api, renames: Mapping[str, str] | None = None) -> None:
        """renames: other names for some of the contract's types."""
        self._types = api.types
        self._renames = renames or {}
        self._taken = {self._renames.get(name, name) for name in (*api.types, *api.errors)}
        # A part of the package called "google" would shadow Google's own packages.
        self._root = "." if "google" in api.package.split(".") else ""
        self.wrappers: dict[str, Message] = {}
        self.imports: set[str] = set()

    def field(self, ref: TypeRef, *, presence: bool, empty_counts: bool) -> FieldType:
        """The type of a field.

        presence: a scalar that is not there has to be told from its zero;
        empty_counts: a list or map that is not there has to be told from an empty one.
        """
        match behind(self._types, ref):
            case NullableRef(item=item):
                return self.field(item, presence=True, empty_counts=True)
            case (ListRef() | MapRef()) as container if empty_counts:
                return FieldType(type=self.single(container))
            case ListRef(item=item):
                return FieldType(type=self.single(item), label="repeated")
            case MapRef(value=value):
                return FieldType(type=f"map<string, {self.single(value)}>")
            case plain:
                optional = presence and not self._is_message(plain)
                return FieldType(type=self.single(plain), label="optional" if optional else "")

    def single(self, ref: TypeRef) -> str:
        """The one type that carries a whole value: an element of a list, a value of a map."""
        match behind(self._types, ref):
            case ScalarRef() as scalar:
                proto = kind_of(scalar).protobuf
                return proto.name if proto.file is None else self.google(proto.name, proto.file)
            case NamedRef(name=name):
                return self._renames.get(name, name)
            case NullableRef(item=item) if behind(self._types, item) == ANY.ref:
                return self.single(item)
            case wrapped:
                return self._wrapper(wrapped)

    def text_kind(self, ref: TypeRef) -> ScalarKind | None:
        """The scalar that a field is, alone or in a list."""
        match behind(self._types, ref):
            case ScalarRef() as scalar:
                return kind_of(scalar)
            case ListRef(item=item):
                return self.text_kind(item)
            case _:
                return None

    def is_enum(self, ref: TypeRef) -> bool:
        """Whether a type is an enum, whose zero says that nothing was set."""
        plain = behind(self._types, ref)
        return isinstance(plain, NamedRef) and isinstance(self._types[plain.name], Enum)

    def is_scalar(self, ref: TypeRef) -> bool:
        """Whether a type is one of protobuf's scalars, which only ``optional`` tells from zero."""
        plain = behind(self._types, ref)
        return isinstance(plain, ScalarRef) and not self._is_message(plain)

    def google(self, name: str, file: str) -> str:
        """One of protobuf's own messages; its file becomes an import."""
        self.imports.add(file)
        return f"{self._root}google.protobuf.{name}"

    def _wrapper(self, ref: ListRef | MapRef | NullableRef) -> str:
        name = self._title(ref)
        while name in self._taken:
            name += "Value"
        if name not in self.wrappers:
            match ref:
                case NullableRef(item=item):
                    field_name, doc = "value", "A value that may be absent."
                    shape = self.field(item, presence=True, empty_counts=True)
                case ListRef() | MapRef():
                    kind = container_of(ref)
                    field_name, doc = kind.proto_field, kind.proto_doc
                    shape = self.field(ref, presence=False, empty_counts=False)
            field = ProtoField(name=field_name, type=shape.type, label=shape.label, number=1)
            self.wrappers[name] = Message(name=name, fields=(field,), doc=doc)
        return name

    def _title(self, ref: TypeRef) -> str:
        """A name for a type: ``StringList``, ``OptionalInt32Map``."""
        match behind(self._types, ref):
            case ScalarRef(kind=kind):
                return Name.parse(kind).pascal
            case NamedRef(name=name):
                return self._renames.get(name, name)
            case (ListRef(item=item) | MapRef(value=item)) as container:
                return f"{self._title(item)}{container_of(container).proto_suffix}"
            case NullableRef(item=item):
                return f"Optional{self._title(item)}"

    def _is_message(self, ref: TypeRef) -> bool:
        match ref:
            case ScalarRef():
                return kind_of(ref).protobuf.file is not None
            case NamedRef(name=name):
                return not isinstance(self._types[name], Enum)
            case ListRef() | MapRef() | NullableRef():
                return True
