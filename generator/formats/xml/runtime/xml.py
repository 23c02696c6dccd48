"""The same values as XML: elements named by their JSON members, in both directions.

A member is an element; an item of a list an ``item`` in it; what is null says ``xsi:nil``. A key
that cannot name an element stands in ``<entry key="…">``. Where a type allows any value, the
attribute ``type`` tells numbers, booleans and lists from text.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec
from msgspec import inspect

from generator.formats.text.runtime.urls import from_text
from generator.formats.xml.runtime.elements import XSI, Element, NotXml, parse
from generator.runtime.long_stack import type_info
from generator.runtime.unions import is_open, plain

XML = "application/xml"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
# What XML 1.0 cannot hold, not even escaped (§2.2).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = f' xmlns:xsi="{XSI}"'
_REPLACEMENT = "\ufffd"
# Of these, nothing is a value of its own.
_MAY_BE_EMPTY = (
    inspect.StrType,
    inspect.EnumType,
    inspect.BytesType,
    inspect.ListType,
    inspect.DictType,
)
_OF_ELEMENTS = (inspect.StructType, inspect.ListType, inspect.DictType)
_OBJECT = ' type="object"'
_ARRAY = ' type="array"'


def reader(annotation: Any) -> Callable[[bytes], Any]:
    """What makes plain JSON data of an XML document that holds a value of this type."""
    kind = type_info(annotation)

    def read(body: bytes) -> Any:
        return _value(parse(body), kind)

    return read


def writer(annotation: Any) -> Callable[[Any], bytes]:
    """What makes an XML document of a value of this type."""
    kind = type_info(annotation)
    name = annotation.__name__ if isinstance(kind, inspect.StructType) else "list"
    name = name if isinstance(kind, inspect.StructType | inspect.ListType) else "value"

    def write(value: Any) -> bytes:
        out: list[str] = []
        _write(out, name, plain(value), kind)
        text = "".join(out)
        if "xsi:nil" in text:
            text = text.replace(f"<{name}", f"<{name}{_NAMESPACE}", 1)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()

    return write


def _value(element: Element, kind: inspect.Type) -> Any:
    """The JSON value of an element; text that does not fit its type stays text."""
    if element.is_nil:
        return None
    kind, nullable = _narrowed(element, kind)
    if nullable and not isinstance(kind, _MAY_BE_EMPTY) and _says_null(element):
        return None
    _refuse_what_would_be_lost(element, kind)
    match kind:
        case inspect.StructType():
            return _members(element, kind)
        case inspect.ListType():
            return [_value(child, kind.item_type) for child in element.children]
        case inspect.DictType():
            of = kind.value_type
            return {child.key: _value(child, of) for child in element.children}
        case inspect.AnyType():
            return _any(element)
        case inspect.StrType() | inspect.EnumType() | inspect.BytesType():
            return element.text
        case inspect.BoolType():
            return from_text(element.text.strip(), "boolean")
        case inspect.IntType() | inspect.FloatType():
            return from_text(element.text.strip(), "number")
        case _:
            return element.text.strip()


def _refuse_what_would_be_lost(element: Element, kind: inspect.Type) -> None:
    """Text among elements, and elements where the type has text."""
    of_elements = isinstance(kind, _OF_ELEMENTS)
    if (element.children or of_elements) and element.text.strip():
        raise NotXml(f"The element '{element.name}' cannot hold text.")
    if element.children and not of_elements and not isinstance(kind, inspect.AnyType):
        raise NotXml(f"The element '{element.name}' holds text only.")


def _says_null(element: Element) -> bool:
    """Whether an element of what is not text holds nothing, or the word that JSON has for it."""
    return not element.children and element.text.strip() in {"", "null"}


def _narrowed(element: Element, kind: inspect.Type) -> tuple[inspect.Type, bool]:
    """The type behind ``| None``, and the struct of a union that the element's tag names."""
    if not isinstance(kind, inspect.UnionType):
        return kind, False
    types = [t for t in kind.types if not isinstance(t, inspect.NoneType)]
    nullable = len(types) < len(kind.types)
    structs = [t for t in types if isinstance(t, inspect.StructType)]
    for struct in structs:
        if _text_of(element, struct.tag_field) == struct.tag:
            return struct, nullable
    known = [t for t in types if not isinstance(t, inspect.CustomType)]
    return (known[0] if known else inspect.AnyType()), nullable


def _members(element: Element, kind: inspect.StructType) -> dict[str, Any]:
    types = {f.encode_name: f.type for f in kind.fields}
    members: dict[str, Any] = {}
    for child in element.children:
        name = child.key
        if name in members:
            raise NotXml(f"The element '{name}' is given more than once.")
        members[name] = _value(child, types.get(name, inspect.AnyType()))
    return members


def _any(element: Element) -> Any:
    if element.is_nil:
        return None
    match element.type:
        case "array":
            return [_any(child) for child in element.children]
        case "number":
            return from_text(element.text.strip(), "number")
        case "boolean":
            return from_text(element.text.strip(), "boolean")
        case "object":
            return {child.key: _any(child) for child in element.children}
        case _ if element.children:
            return {child.key: _any(child) for child in element.children}
        case _:
            return element.text


def _text_of(element: Element, name: str | None) -> str | None:
    return next((c.text for c in element.children if c.name == name), None)


def _write(
    out: list[str],
    name: str,
    value: Any,
    kind: inspect.Type,
    tag: str = "",
) -> None:
    """Append an element; ``tag`` is what follows its name."""
    kind = _written(value, kind)
    untyped = isinstance(kind, inspect.AnyType)
    match value:
        case None:
            out.append(f'<{name}{tag} xsi:nil="true"/>')
        case dict():
            mark = _OBJECT if untyped and not value else ""
            out.append(f"<{name}{tag}{mark}>")
            types = _types(kind)
            for key, item in value.items():
                inner, attribute = _named(key, kind)
                _write(out, inner, item, types(key), attribute)
            out.append(f"</{name}>")
        case list():
            item_type = kind.item_type if isinstance(kind, inspect.ListType) else kind
            out.append(f"<{name}{tag}{_ARRAY if untyped else ''}>")
            for item in value:
                _write(out, "item", item, item_type)
            out.append(f"</{name}>")
        case _:
            out.append(f"<{name}{tag}{_kind_of(value) if untyped else ''}>")
            out.append(f"{_text(value)}</{name}>")


def _written(value: Any, kind: inspect.Type) -> inspect.Type:
    """The type of a value that is there."""
    if not isinstance(kind, inspect.UnionType):
        return kind
    known = [t for t in kind.types if not isinstance(t, inspect.NoneType)]
    if isinstance(value, dict):
        for struct in known:
            if isinstance(struct, inspect.StructType) and _is_tagged(struct, value):
                return struct
    return inspect.AnyType() if is_open(kind) else known[0]


def _is_tagged(struct: inspect.StructType, value: dict[str, Any]) -> bool:
    return struct.tag_field is None or value.get(struct.tag_field) == struct.tag


def _types(kind: inspect.Type) -> Callable[[str], inspect.Type]:
    match kind:
        case inspect.StructType():
            types = {f.encode_name: f.type for f in kind.fields}
            return lambda key: types.get(key, inspect.StrType())
        case inspect.DictType():
            return lambda _: kind.value_type
        case _:
            return lambda _: inspect.AnyType()


def _named(key: str, kind: inspect.Type) -> tuple[str, str]:
    """The name of a member's element, and the attribute that holds a key that is not a name."""
    fits = _NAME.fullmatch(key) and not key.lower().startswith("xml")
    if isinstance(kind, inspect.StructType) or (fits and key != "entry"):
        return key, ""
    return "entry", f" key={quoteattr(_FORBIDDEN.sub(_REPLACEMENT, key))}"


def _kind_of(value: Any) -> str:
    if isinstance(value, str):
        return ""
    return ' type="boolean"' if isinstance(value, bool) else ' type="number"'


def _text(value: Any) -> str:
    if isinstance(value, str):
        # A carriage return would come back as a line feed (§2.11).
        return escape(_FORBIDDEN.sub(_REPLACEMENT, value), {"\r": "&#13;"})
    return msgspec.json.encode(value).decode()
